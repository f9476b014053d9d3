import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn, type Viewer } from '../../../src/platform/request/viewer.js';
import { integrateObjections } from '../../../src/voting/consent/asking-again.js';
import { consentInvariants } from '../../../src/voting/consent/consent.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { ConsentDesk, overrulingRule } from './consent-desk.js';

/** What a superuser with the triggers off could do ($1 is the cooperative), and the sentence that no longer holds. */
const corruptions: readonly [string, string][] = [
  [
    'objections_are_what_their_history_says',
    `UPDATE objection SET state = 'answered' WHERE cooperative_id = $1 AND state = 'overruled'`,
  ],
  [
    'objections_are_what_their_history_says',
    `DELETE FROM objection_event WHERE cooperative_id = $1 AND kind = 'raised'`,
  ],
  [
    'objecting_ballots_have_their_objection',
    `DELETE FROM objection WHERE cooperative_id = $1 AND state = 'overruled'`,
  ],
  ['objecting_ballots_have_their_objection', `DELETE FROM poll_asked_again WHERE cooperative_id = $1`],
  [
    'voices_were_heard_in_time',
    `UPDATE objection_voice SET recorded_at = recorded_at + interval '90 days' WHERE cooperative_id = $1`,
  ],
  [
    'voices_were_heard_in_time',
    `UPDATE objection_voice v SET membership_id = o.membership_id FROM objection o
    WHERE v.cooperative_id = $1 AND o.cooperative_id = $1 AND o.id = v.objection_id AND v.revision = 2`,
  ],
  [
    'overruling_follows_from_the_voices',
    `UPDATE objection_voice SET finds_valid = true WHERE cooperative_id = $1`,
  ],
  [
    'overruling_follows_from_the_voices',
    `UPDATE objection SET state = 'open' WHERE cooperative_id = $1 AND state = 'overruled'`,
  ],
  ['text_versions_are_the_changes', `UPDATE poll SET text_version = 3 WHERE cooperative_id = $1`],
  ['text_versions_are_the_changes', `UPDATE poll SET question = 'Shall we close?' WHERE cooperative_id = $1`],
  [
    'asked_again_for_a_change',
    `UPDATE objection_event SET kind = 'withdrawn' WHERE cooperative_id = $1 AND kind = 'integrated'`,
  ],
  ['asked_again_for_a_change', `UPDATE poll_asked_again SET text_version = 7 WHERE cooperative_id = $1`],
  [
    'withdrawals_come_before_the_close',
    `UPDATE poll_withdrawal SET recorded_at = recorded_at + interval '90 days' WHERE cooperative_id = $1`,
  ],
  [
    'dissent_follows_the_result',
    `UPDATE poll_dissent SET recorded_at = recorded_at + interval '8 days' WHERE cooperative_id = $1`,
  ],
];

describe('what must always be true of consent', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  /** A poll in which everything has happened: an integration, an overruling, a withdrawal, dissent. */
  async function everything(): Promise<string> {
    const cooperative = await buildCooperative(test.database, { members: 6, roles: { 0: ['facilitator'] } });
    const desk = new ConsentDesk(test, cooperative);
    const pollId = await desk.open({ ...overrulingRule, dissentDays: 7 });
    for (const place of [0, 3, 4, 5]) await desk.consent(place, pollId);
    await desk.object(1, pollId);
    const [{ id: integrated }] = await desk.objections(0, pollId);
    const viewer: Viewer = {
      ...systemIn(cooperative.id),
      ...{ personId: cooperative.members[0]!.personId, membershipId: cooperative.members[0]!.membershipId },
      standing: 'active',
      roles: ['facilitator'],
      isSystem: false,
    };
    await test.app
      .get(UnitOfWork)
      .inTransaction(viewer, (tx) =>
        integrateObjections(
          tx,
          viewer,
          { objectionIds: [integrated as string], asked: { everybody: false, classCodes: [] } },
          () => Promise.resolve({ question: 'Until ten?', summary: '+ until ten', isAnother: false }),
        ),
      );
    await desk.object(2, pollId);
    const { id: objectionId } = (await desk.objections(0, pollId)).find(({ state }) => state === 'OPEN')!;
    await desk.act(3, 'voiceOnObjection', { objectionId, findsValid: true });
    for (const place of [3, 4]) await desk.act(place, 'voiceOnObjection', { objectionId, findsValid: false });
    await desk.act(5, 'withdrawFromPoll', { pollId, reason: 'I own the house next door.' });
    await test.database.advanceClock('10 days');
    await test.runDuties();
    await test.ask(
      `mutation ($input: RecordDissentInput!) { recordDissent(input: $input) { __typename } }`,
      { input: { pollId, reason: 'They are neighbours.' } },
      desk.caller(2),
    );
    return cooperative.id;
  }

  it('holds for what was done by the rules', async () => {
    expect(await brokenIn(test, await everything(), consentInvariants)).toEqual([]);
  });

  it('has a corruption for each invariant', () => {
    expect(new Set(corruptions.map(([name]) => `voting.${name}`))).toEqual(
      new Set(consentInvariants.map(({ name }) => name)),
    );
  });

  it.each(corruptions)('%s is missed after: %s', async (name, statement) => {
    const cooperativeId = await everything();
    await corrupt(test, statement, [cooperativeId]);
    const broken = await brokenIn(test, cooperativeId, consentInvariants);
    expect(broken.map((invariant) => invariant.name)).toContain(`voting.${name}`);
    expect(broken.find((invariant) => invariant.name === `voting.${name}`)!.exceptions[0]).toMatch(/^poll /);
  });
});
