import { withClient } from '../../src/platform/database/database-roles.js';
import { newId } from '../../src/shared/ids.js';
import type { Figure, Measured } from '../figure.js';
import { cooperativeSlug, seedCooperative, tokenOf } from '../ground/cooperative.js';
import type { BenchDatabase, Ground } from '../ground/ground.js';
import { requestsPerSecond } from '../ground/load.js';
import { pollIdOf, seedPolls, settle } from '../ground/polls.js';
import { inTurns } from '../in-turns.js';
import { findPgbench, ballotsPerSecondOfPgbench } from './pgbench-ballots.js';

export const electors = 100_000;
const atOnce = 32;
const ballotsPerRound = 2_500;

export const castMutation = `mutation Cast($input: CastBallotInput!) { castBallot(input: $input) { __typename
  ... on BallotCast { revision checkCode secret castAt } ... on CastBallotRefused { reason message } } }`;

/** 100,000 electors with a session each and one open poll; a second poll, due and full of ballots, is for closing. */
export const seedLarge = (database: BenchDatabase): Promise<void> =>
  withClient(database.ownerUrl, async (client) => {
    await seedCooperative(client, electors);
    await seedPolls(client, { polls: 1, electors, ballots: 0, closesIn: '10 days' });
    await seedPolls(client, { first: 2, polls: 1, electors, ballots: electors, closesIn: '-1 minute' });
    await settle(client);
  });

/** Each elector casts once: the next one is taken for every request, whichever side it goes to. */
function nextElectors(): () => number {
  let elector = 0;
  return () => {
    elector += 1;
    if (elector > electors) throw new Error('every elector has cast a ballot');
    return elector;
  };
}

const ballotOf = (elector: number) => ({
  pollId: pollIdOf(1),
  ballot: { choice: ['FOR', 'AGAINST', 'ABSTAIN'][elector % 3]! },
  idempotencyKey: newId(),
});

async function sidesOf(ground: Ground, next: () => number) {
  const database = await ground.database('large', seedLarge);
  const load = (url: string, path: string, bodyOf: (elector: number) => unknown) => () =>
    requestsPerSecond({
      url,
      path,
      connections: atOnce,
      amount: ballotsPerRound,
      headers: { 'rochdale-cooperative': cooperativeSlug },
      body: () => {
        const elector = next();
        const headers = { authorization: `Bearer ${tokenOf(elector)}` };
        return { body: JSON.stringify(bodyOf(elector)), headers };
      },
    });
  const rochdale = await ground.server('rochdale-server', { APP_URL: database.appUrl });
  const bare = await ground.server('bare-server', { APP_URL: database.appUrl });
  return {
    database,
    rochdale: load(rochdale.url, '/graphql', (elector) => ({
      query: castMutation,
      variables: { input: ballotOf(elector) },
    })),
    bare: load(bare.url, '/ballot', (elector) => {
      const { ballot, ...asked } = ballotOf(elector);
      return { ...asked, choice: ballot.choice.toLowerCase() };
    }),
  };
}

/** That the ballots were really taken: refusals are answers too. */
async function counted(database: BenchDatabase): Promise<number> {
  return withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: string }>(
      'SELECT count(*) AS count FROM ballot_current WHERE poll_id = $1',
      [pollIdOf(1)],
    );
    return Number(rows[0]!.count);
  });
}

const next = nextElectors();

async function measureCast(ground: Ground): Promise<Measured> {
  const { database, rochdale, bare } = await sidesOf(ground, next);
  const before = await counted(database);
  const pair = await inTurns(rochdale, bare);
  const taken = (await counted(database)) - before;
  await ground.stopServers();
  if (taken < 12 * ballotsPerRound) throw new Error(`only ${taken} ballots were taken`);
  return { ...pair, unit: 'ballots/s', note: `${atOnce} at once, durable` };
}

async function measureCastBesidePgbench(ground: Ground): Promise<Measured> {
  const { database, rochdale, bare } = await sidesOf(ground, next);
  const pgbench = findPgbench();
  const limit = pgbench ? ballotsPerSecondOfPgbench(pgbench, database, next, atOnce, ballotsPerRound) : bare;
  const pair = await inTurns(rochdale, limit);
  await ground.stopServers();
  return {
    ...pair,
    unit: 'ballots/s',
    note: pgbench ? 'pgbench -M prepared' : 'no pgbench here: bare route',
  };
}

export const cast: Figure = {
  name: 'cast',
  limitIs: 'bare route, the same statements',
  goal: { atLeast: 0.7 },
  measure: measureCast,
};
export const castPgbench: Figure = {
  name: 'cast-pgbench',
  limitIs: 'pgbench, the same statements',
  goal: { atLeast: 0.35 },
  measure: measureCastBesidePgbench,
};
