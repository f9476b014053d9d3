import { withClient } from '../../src/platform/database/database-roles.js';
import type { Figure, Measured } from '../figure.js';
import { cooperativeSlug, seedCooperative, tokenOf } from '../ground/cooperative.js';
import type { BenchDatabase, Ground } from '../ground/ground.js';
import { answerOf, requestsPerSecond } from '../ground/load.js';
import { seedPolls, seedProposals, settle } from '../ground/polls.js';
import { inTurns } from '../in-turns.js';

export const pageQuery = `query Page { proposals(first: 20) { nodes { id number title state author { id name }
  poll { id closesAt state turnout { people eligiblePeople } myBallot { choice castAt } } }
  pageInfo { hasNextPage } } }`;
const body = JSON.stringify({ query: pageQuery });

/** 60 proposals in their vote among 1,000 members, half of whom have cast their ballots. */
const seedPage = (database: BenchDatabase): Promise<void> =>
  withClient(database.ownerUrl, async (client) => {
    await seedCooperative(client, 1_000);
    await seedPolls(client, { polls: 60, electors: 1_000, ballots: 500, closesIn: '10 days' });
    await seedProposals(client, 60);
    await settle(client);
  });

async function measurePage(
  ground: Ground,
  other: { script: string; path: string; url: 'appUrl' | 'ownerUrl' },
): Promise<Measured> {
  const database = await ground.database('page', seedPage);
  const rochdale = await ground.server('rochdale-server', { APP_URL: database.appUrl });
  const limit = await ground.server(other.script, { APP_URL: database[other.url] });
  const headers = { authorization: `Bearer ${tokenOf(7)}`, 'rochdale-cooperative': cooperativeSlug };
  const ours = await answerOf(rochdale.url, '/graphql', headers, body);
  const theirs = await answerOf(limit.url, other.path, headers, body);
  if (JSON.stringify(ours) !== JSON.stringify(theirs) || ours.data.proposals.nodes.length !== 20)
    throw new Error(`The two sides answer differently: ${JSON.stringify([ours, theirs]).slice(0, 2_000)}`);
  const load = (url: string, path: string) => () =>
    requestsPerSecond({ url, path, connections: 16, seconds: 3, headers, body });
  const pair = await inTurns(load(rochdale.url, '/graphql'), load(limit.url, other.path));
  await ground.stopServers();
  return { ...pair, unit: 'requests/s' };
}

export const page: Figure = {
  name: 'page',
  limitIs: 'bare route, one hand-written statement',
  goal: { atLeast: 0.6 },
  measure: (ground) => measurePage(ground, { script: 'bare-server', path: '/page', url: 'appUrl' }),
};

export const pagePeer: Figure = {
  name: 'page-peer',
  limitIs: 'NestJS, Apollo Server, TypeORM, DataLoader',
  goal: { atLeast: 3 },
  // Applications of that kind know no tenant in the database: it connects as the owner, who sees every row.
  measure: (ground) => measurePage(ground, { script: 'peer-server', path: '/graphql', url: 'ownerUrl' }),
};
