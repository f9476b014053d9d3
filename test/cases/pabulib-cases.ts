import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal } from '../../src/shared/refusal.js';
import { fundOfPabulib, pabulibOf, readPabulib, writePabulib } from '../../src/voting/domain/pabulib.js';
import { type PabulibFile, type PabulibFund, type PabulibMeta } from '../../src/voting/domain/pabulib.js';
import { tallyElection } from '../../src/voting/domain/tally/method-registry.js';
import { type Election } from '../../src/voting/domain/tally/tally-method.js';
import { type CaseResult, type CaseRunner } from './case-runner.js';

/**
 * `pb/*.pb`: real funding rounds. Read, compared with the numbers that the file gives about itself (projects,
 * votes, each project's votes and points), counted, written and read again.
 */
export const pabulibCases: CaseRunner = {
  async run(folder) {
    const root = join(folder, 'pb');
    const names = await readdir(root).catch(() => []);
    const results: CaseResult[] = [];
    for (const id of names.filter((name) => name.endsWith('.pb')).sort()) {
      const reason = differenceOf(await readFile(join(root, id), 'utf8'));
      results.push({
        group: 'pb',
        id,
        ...(reason === null ? { status: 'passed' } : { status: 'failed', reason }),
      });
    }
    return results;
  },
};

function differenceOf(text: string): string | null {
  const file = readPabulib(text);
  if (isRefusal(file)) return file.message;
  const fund = fundOfPabulib(file);
  if (isRefusal(fund)) return fund.message;
  const meta = new Map(file.meta.rows.map(([key, value]) => [key, value]));
  if (Number(meta.get('num_projects')) !== fund.ids.length) return 'num_projects differs';
  if (Number(meta.get('num_votes')) !== fund.ballots.length) return 'num_votes differs';
  const counted = greedily(fund);
  return differenceOfProjects(file, counted) ?? differenceWhenWritten(fund, counted);
}

type Counted = { project: number; votes: number; points: number }[];

function greedily(fund: PabulibFund): Counted {
  const outcome = tallyElection(electionOf(fund));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return [...(outcome['projects'] as Counted)].sort((a, b) => a.project - b.project);
}

const electionOf = ({ ids, costs, budget, ballots, kind, bordaTop }: PabulibFund): Election => ({
  method: 'pb-greedy',
  options: {
    score: 'votes',
    ballots: kind,
    tie_break: ['lower_cost', 'file_order'],
    ...(bordaTop === null ? {} : { borda_top: bordaTop }),
  },
  ...{ candidates: ids, seats: 1, costs, budget, ballots },
});

/** The columns `votes` and `score`, where the file has them. */
function differenceOfProjects({ projects }: PabulibFile, counted: Counted): string | null {
  for (const [column, field] of [
    ['votes', 'votes'],
    ['score', 'points'],
  ] as const) {
    const at = projects.columns.indexOf(column);
    if (at < 0) continue;
    const wrong = projects.rows.findIndex((row, project) => Number(row[at]) !== counted[project]![field]);
    if (wrong >= 0) {
      return `project ${projects.rows[wrong]![0]}: ${column} ${projects.rows[wrong]![at]} in the file, ${counted[wrong]![field]} counted`;
    }
  }
  return null;
}

function differenceWhenWritten(fund: PabulibFund, counted: Counted): string | null {
  const election = electionOf(fund);
  const longest: PabulibMeta = fund.bordaTop === null ? {} : { max_length: String(fund.bordaTop) };
  const written = pabulibOf(election, fund.ids, fund.kind, longest);
  if (isRefusal(written)) return written.message;
  const read = readPabulib(writePabulib(written));
  if (isRefusal(read)) return read.message;
  const again = fundOfPabulib(read);
  if (isRefusal(again)) return again.message;
  return JSON.stringify(greedily(again)) === JSON.stringify(counted)
    ? null
    : 'written and read again, it counts otherwise';
}
