import { once } from 'node:events';
import type { Command } from 'commander';
import { LedgerExport } from '../../ledger/ledger-export.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { cooperativesToVisit } from '../cooperatives.js';
import { withUnitOfWork } from '../open-database.js';
import { runCommand } from '../run-command.js';

export function registerExport(program: Command): void {
  program
    .command('export')
    .description('give the data away in formats that others read')
    .command('journal')
    .description('the books as a journal for hledger or ledger, on standard output')
    .requiredOption('--cooperative <slug>', 'the short name of the cooperative')
    .action(({ cooperative }: { cooperative: string }) =>
      runCommand((settings) => withUnitOfWork(settings, (work) => exportJournal(work, cooperative))),
    );
}

/** One transaction of repeatable reads: what others post meanwhile is in none of its pages. */
async function exportJournal(work: UnitOfWork, slug: string): Promise<void | Refusal> {
  const found = await cooperativesToVisit(work, slug);
  if (isRefusal(found)) return found;
  await work.inTransaction(systemIn(found[0]!.id), async (tx) => {
    await tx.control('COMMIT; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await tx.sql(`SELECT set_config('rochdale.cooperative_id', $1, true)`, [found[0]!.id]);
    for await (const part of new LedgerExport().journal(tx)) {
      if (!process.stdout.write(part)) await once(process.stdout, 'drain');
    }
  });
}
