import type { Command } from 'commander';
import { LedgerExport } from '../../ledger/ledger-export.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { isId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { countedObjections } from '../../voting/consent/overruling.js';
import { packageLines } from '../../voting/recount/package-writing.js';
import { cooperativesToVisit } from '../cooperatives.js';
import { withUnitOfWork } from '../open-database.js';
import { runCommand } from '../run-command.js';
import { toStandardOutput } from '../standard-output.js';

export function registerExport(program: Command): void {
  const giving = program.command('export').description('give the data away in formats that others read');
  giving
    .command('journal')
    .description('the books as a journal for hledger or ledger, on standard output')
    .requiredOption('--cooperative <slug>', 'the short name of the cooperative')
    .action(({ cooperative }: { cooperative: string }) =>
      runCommand((settings) => withUnitOfWork(settings, (work) => exportJournal(work, cooperative))),
    );
  giving
    .command('recount')
    .description('the recount package of a closed poll, for its scrutineers, on standard output')
    .argument('<poll>', 'the identifier of the poll')
    .requiredOption('--cooperative <slug>', 'the short name of the cooperative')
    .action((pollId: string, { cooperative: slug }: { cooperative: string }) =>
      runCommand((settings) =>
        withUnitOfWork(settings, (work) => exportRecount(work, { slug, pollId }, toStandardOutput)),
      ),
    );
}

/**
 * The recount package of a closed poll for its scrutineers, also where the count is withheld from the members so that
 * the vote stays confidential: then it tells how single members voted, and is handed to nobody else.
 */
export async function exportRecount(
  work: UnitOfWork,
  { slug, pollId }: { readonly slug: string; readonly pollId: string },
  write: (part: string) => Promise<void>,
): Promise<void | Refusal> {
  const found = await cooperativesToVisit(work, slug);
  if (isRefusal(found)) return found;
  return work.inTransaction(systemIn(found[0]!.id), async (tx) => {
    const counted = isId(pollId)
      ? await tx.one(
          `SELECT 1 AS found FROM poll_result WHERE poll_id = $1 AND counting IS NOT NULL AND electorate IS NOT NULL`,
          [pollId],
        )
      : null;
    if (!counted) return new Refusal('NO_SUCH_POLL', `There is no closed poll "${pollId}" with a count.`);
    const objections = (await countedObjections(tx, [pollId])).get(pollId) ?? [];
    for await (const part of packageLines(tx, pollId, objections)) await write(part);
  });
}

/** One transaction of repeatable reads: what others post meanwhile is in none of its pages. */
async function exportJournal(work: UnitOfWork, slug: string): Promise<void | Refusal> {
  const found = await cooperativesToVisit(work, slug);
  if (isRefusal(found)) return found;
  await work.inTransaction(systemIn(found[0]!.id), async (tx) => {
    await tx.control('COMMIT; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await tx.sql(`SELECT set_config('rochdale.cooperative_id', $1, true)`, [found[0]!.id]);
    for await (const part of new LedgerExport().journal(tx)) {
      await toStandardOutput(part);
    }
  });
}
