import { newId } from '../../src/shared/ids.js';
import { withClient } from '../../src/platform/database/database-roles.js';
import { computeYear } from '../distribution/computed-year.js';
import { seedYear } from '../distribution/ground.js';
import type { Figure, Measured } from '../figure.js';
import { cooperativeSlug, tokenOf } from '../ground/cooperative.js';
import type { BenchDatabase, Ground } from '../ground/ground.js';
import { answersOneByOne } from '../ground/load.js';
import { pollIdOf, seedPolls, seedProposals, settle } from '../ground/polls.js';
import { inTurns } from '../in-turns.js';
import { pageQuery } from './page.figure.js';
import { castMutation } from './cast.figure.js';

const smallest = 1_000;
const requests = 300;
/** Each member casts once on the poll that is kept for it. */
const pollToCast = 21;

/** Twenty proposals in their vote, a poll to cast on, and a year whose sharing members review. */
const seedGrowth =
  (members: number) =>
  async (database: BenchDatabase): Promise<void> => {
    await seedYear(members)(database);
    const { runId } = await computeYear(database);
    await withClient(database.ownerUrl, async (client) => {
      await client.query(`UPDATE distribution_run SET state = 'in_review' WHERE id = $1`, [runId]);
      // Electorates of the whole membership; of a million a few, the rest of a hundred thousand.
      const electors = Math.min(members, 100_000);
      await seedPolls(client, { polls: 20, electors, ballots: electors / 20, closesIn: '10 days' });
      await seedPolls(client, {
        ...{ first: pollToCast, polls: 1, electors: members, ballots: 0, closesIn: '10 days' },
      });
      await seedProposals(client, 20);
      await settle(client);
    });
  };

interface Work {
  readonly name: string;
  bodyOf(place: { readonly member: number; readonly runId: string }): object;
}

const statement = `query Statement($runId: ID!) { memberStatement(runId: $runId) { sentences(language: EN)
  activity { basis quantity total fraction } parts { pool amountMinor share forms { form amountMinor } }
  payment { owedMinor } history { allocatedMinor } vintages { year } capital { openingMinor closingMinor } } }`;
const works: readonly Work[] = [
  { name: 'page', bodyOf: () => ({ query: pageQuery }) },
  {
    name: 'cast',
    bodyOf: ({ member }) => ({
      query: castMutation,
      variables: {
        input: {
          pollId: pollIdOf(pollToCast),
          ballot: { choice: ['FOR', 'AGAINST', 'ABSTAIN'][member % 3] },
          idempotencyKey: newId(),
        },
      },
    }),
  },
  { name: 'statement', bodyOf: ({ runId }) => ({ query: statement, variables: { runId } }) },
];

async function sideOf(ground: Ground, members: number, work: Work): Promise<() => Promise<number>> {
  const database = await ground.database(`growth_${members}`, seedGrowth(members));
  const server = await ground.server('rochdale-server', { APP_URL: database.appUrl });
  const runId = await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM distribution_run');
    return rows[0]!.id;
  });
  let asked = 0;
  return () =>
    answersOneByOne(server.url, requests, () => {
      // Members from all over the register, none twice in a row.
      const member = 1 + ((asked++ * 7_919) % members);
      return {
        headers: { authorization: `Bearer ${tokenOf(member)}`, 'rochdale-cooperative': cooperativeSlug },
        body: JSON.stringify(work.bodyOf({ member, runId })),
      };
    });
}

const growthOf = (work: Work, members: number, onlyByName: boolean): Figure => ({
  name: `growth-${work.name}${onlyByName ? '-million' : ''}`,
  limitIs: `the same among ${smallest.toLocaleString('en-US')} members`,
  goal: { atMost: 1.5 },
  onlyByName,
  async measure(ground): Promise<Measured> {
    const large = await sideOf(ground, members, work);
    const small = await sideOf(ground, smallest, work);
    const pair = await inTurns(large, small);
    await ground.stopServers();
    const note = `${members.toLocaleString('en-US')} members; the slowest twentieth of ${requests} answers begins here`;
    return { ...pair, unit: 'ms', note };
  },
});

/** What a member waits for, as the membership grows. The million is asked for by its name. */
export const growthFigures: readonly Figure[] = [
  ...works.map((work) => growthOf(work, 100_000, false)),
  ...works.map((work) => growthOf(work, 1_000_000, true)),
];
