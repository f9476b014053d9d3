import type { Command } from 'commander';
import { verifyRecord, type Verification } from '../../audit/audit.queries.js';
import { outsideCooperatives } from '../../audit/audit-sealer.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cooperativesToVisit, type VisitedCooperative } from '../cooperatives.js';
import { withUnitOfWork } from '../open-database.js';
import { runCommand } from '../run-command.js';

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'recompute the sealed record of every act, from its first seal; status 1 when it was altered',
    )
    .option('--cooperative <slug>', 'this cooperative alone')
    .action(({ cooperative }: { cooperative?: string }) =>
      runCommand((settings) => withUnitOfWork(settings, (work) => verifyAll(work, cooperative))),
    );
}

async function verifyAll(work: UnitOfWork, slug: string | undefined): Promise<void | Refusal> {
  const found = await cooperativesToVisit(work, slug);
  if (isRefusal(found)) return found;
  const outside = { id: outsideCooperatives, slug: 'acts outside any cooperative' };
  const faults: string[] = [];
  for (const cooperative of slug === undefined ? [...found, outside] : found) {
    const verification = await work.inTransaction(systemIn(cooperative.id), (tx) =>
      verifyRecord(tx, cooperative.id),
    );
    console.log(describe(cooperative, verification));
    faults.push(...verification.faults.map((fault) => `${cooperative.slug}: ${fault}`));
  }
  if (faults.length > 0)
    return new Refusal('RECORD_ALTERED', 'The record does not verify.', [
      'The record does not verify.',
      ...faults,
    ]);
}

const describe = ({ slug }: VisitedCooperative, { sealed, unsealed, head, faults }: Verification): string =>
  `${slug}: ${faults.length === 0 ? 'intact' : `${faults.length} faults`}, ${sealed} acts sealed, ` +
  `${unsealed} waiting, head ${head}`;
