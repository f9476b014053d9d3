import type { Caller } from '../../support/application.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { newId } from '../../../src/shared/ids.js';
import { identifiersIn } from './world.js';

const requests = 10_000;
/** As many requests as are meant, however busy the machine is. */
const patienceMs = 300_000;
const inFlight = 32;

const reads = [
  `{ cooperative { id slug } myMembership { id } }`,
  `{ members(first: 3) { nodes { id number } } }`,
  `{ proposals(first: 2) { nodes { title } } }`,
  `query ($id: ID!) { member(id: $id) { id } }`,
];
const draft = `mutation ($title: String!, $key: String!) {
  draftProposal(input: { title: $title, body: "" }, idempotencyKey: $key) {
    __typename ... on ProposalDrafted { proposal { title author { id } } } } }`;

describe('10,000 mixed requests over a pool of 4 for 20 cooperatives', () => {
  let test: TestApplication;
  let cooperatives: BuiltCooperative[];
  beforeAll(async () => {
    test = await startTestApplication({ poolSize: 4, acquireTimeoutMs: 30_000 });
    cooperatives = [];
    for (let index = 0; index < 20; index += 1)
      cooperatives.push(await buildCooperative(test.database, { slug: `coop-${index}`, members: 3 }));
  });
  afterAll(() => test.stop());

  /** One request of a member of a cooperative, sometimes for what belongs to the next one; returns what is wrong. */
  async function oneRequest(turn: number): Promise<string | null> {
    const at = (turn * 7) % 20;
    const [own, next] = [cooperatives[at]!, cooperatives[(at + 1) % 20]!];
    const { caller, membershipId } = own.members[turn % 3]!;
    const isWrite = turn % 25 === 0;
    const isForeign = turn % 5 === 4;
    const [id, asked]: [string, Caller] =
      turn % 10 === 4
        ? [membershipId, { ...caller, cooperative: next.slug }]
        : [isForeign ? next.members[0]!.membershipId : membershipId, caller];
    const answer = isWrite
      ? await test.ask(draft, { title: own.slug, key: newId() }, asked)
      : await test.ask(reads[turn % reads.length]!, { id }, asked);
    const text = JSON.stringify(answer.data);
    if (answer.status !== 200 || answer.errors)
      return `turn ${turn}: ${answer.status} ${JSON.stringify(answer.errors)}`;
    if (asked.cooperative === next.slug)
      return identifiersIn(answer.data).length === 0 && !text.includes('coop-')
        ? null
        : `turn ${turn} as stranger: ${text}`;
    const mine = new Set([own.id, ...own.members.map((member) => member.membershipId)]);
    const titles = text.match(/coop-\d+/g) ?? [];
    const isRight =
      identifiersIn(answer.data).every((found) => mine.has(found)) &&
      titles.every((title) => title === own.slug);
    return isRight ? null : `turn ${turn} in ${own.slug}: ${text}`;
  }

  it(
    'give no row of another cooperative to anybody',
    async () => {
      const wrong: string[] = [];
      let turn = 0;
      const worker = async (): Promise<void> => {
        while (turn < requests) {
          const fault = await oneRequest((turn += 1));
          if (fault !== null) wrong.push(fault);
        }
      };
      await Promise.all(Array.from({ length: inFlight }, worker));
      expect(wrong.slice(0, 3)).toEqual([]);
      const { data } = await test.ask(
        '{ proposals { totalCount nodes { title } } }',
        {},
        cooperatives[0]!.members[1]!.caller,
      );
      expect(data.proposals.nodes.every(({ title }: { title: string }) => title === 'coop-0')).toBe(true);
      expect(data.proposals.totalCount).toBeGreaterThan(0);
    },
    patienceMs,
  );
});
