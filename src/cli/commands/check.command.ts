import type { Command } from 'commander';
import { findBroken, type BrokenInvariant, type Invariant } from '../../platform/invariants.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cooperativesToVisit } from '../cooperatives.js';
import { invariants } from '../invariants.js';
import { withUnitOfWork } from '../open-database.js';
import { runCommand } from '../run-command.js';

export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('ask of the live data whether everything is true that must always be; status 1 when not')
    .option('--cooperative <slug>', 'this cooperative alone')
    .action(({ cooperative }: { cooperative?: string }) =>
      runCommand((settings) => withUnitOfWork(settings, (work) => checkAll(work, cooperative))),
    );
}

async function checkAll(work: UnitOfWork, slug: string | undefined): Promise<void | Refusal> {
  const found = await cooperativesToVisit(work, slug);
  if (isRefusal(found)) return found;
  const faults: string[] = [];
  for (const { id, slug: name } of found) {
    const broken = await work.inTransaction(systemIn(id), (tx) => findBroken(tx, invariants));
    console.log(`${name}:`);
    for (const line of report(invariants, broken)) console.log(`  ${line}`);
    faults.push(...broken.map((each) => `${name}: ${each.name}`));
  }
  if (found.length === 0) console.log('There is no cooperative yet.');
  if (faults.length > 0)
    return new Refusal('INVARIANT_BROKEN', 'The data is not sound.', ['The data is not sound.', ...faults]);
  if (found.length > 0)
    console.log(
      `The data is sound: ${invariants.length} sentences, true of ${found.map(({ slug: name }) => name).join(', ')}.`,
    );
}

/** A sentence each; under a broken one, the rows that break it. */
function report(all: readonly Invariant[], broken: readonly BrokenInvariant[]): string[] {
  return all.flatMap(({ name, sentence }) => {
    const exceptions = broken.find((each) => each.name === name)?.exceptions;
    if (!exceptions) return [`true    ${sentence}`];
    return [`BROKEN  ${sentence} (${name})`, ...exceptions.map((what) => `        ${what}`)];
  });
}
