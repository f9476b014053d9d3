import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import {
  applyingDelegations,
  votesHeldBy,
} from '../../../src/voting/delegation/applying-delegations.queries.js';
import { resolveVotes } from '../../../src/voting/delegation/domain/resolve-votes.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

const members = 14;
/** Numbers that are the same in every run: the remainders of a linear congruence. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) yield (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 8;
}

describe('the votes that a holder holds, asked in one statement', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  it.each([
    [1, null],
    [2, null],
    [3, 2],
    [4, 1],
    [5, 3],
  ])(
    'are those that the rule resolves, in a tangle of delegations: %s, at most %s',
    async (seed, holderCap) => {
      const coop = await buildCooperative(test.database, { members });
      const rule = { delegation: { allowed: true, holderCap, reconfirmDays: null } } as const;
      const pollId = await openPoll(test, coop, { rule, topic: 'energy' });
      const chance = numbers(seed);
      const next = (below: number): number => (chance.next().value as number) % below;
      await withClient(test.database.ownerUrl, async (client) => {
        for (const [place, { membershipId }] of coop.members.entries())
          for (const scope of ['poll', 'topic', 'circle', 'cooperative']) {
            const to = next(members + 1);
            if (next(10) < 5 || to === place) continue;
            await client.query(
              `INSERT INTO delegation (cooperative_id, id, principal_membership_id, scope, poll_id, topic, body_id,
               holder_membership_id, granted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, rochdale_now())`,
              [
                ...[coop.id, newId(), membershipId, scope, scope === 'poll' ? pollId : null],
                ...[scope === 'topic' ? 'energy' : null, scope === 'circle' ? coop.assemblyId : null],
                coop.members[to]?.membershipId ?? null,
              ],
            );
          }
      });
      const voters = coop.members.filter(() => next(10) < 4);
      for (const { caller } of voters) await castThroughApi(test, caller, { pollId, choice: 'FOR' });
      let inAll = 0;
      await test.app.get(UnitOfWork).inTransaction(systemIn(coop.id), async (tx) => {
        const ends = resolveVotes(await applyingDelegations(tx, [pollId]), { holderCap, pollId });
        for (const { membershipId } of voters) {
          const people = [...ends.values()].filter(
            (end) => end.kind === 'counted' && end.at === membershipId,
          ).length;
          const held = await votesHeldBy(tx, [pollId], membershipId);
          inAll += people;
          expect(held).toEqual(
            people === 0
              ? []
              : [{ id: pollId, people: BigInt(people), weightMillionths: BigInt(people) * 1_000_000n }],
          );
        }
      });
      expect(inAll).toBeGreaterThan(0);
    },
  );
});
