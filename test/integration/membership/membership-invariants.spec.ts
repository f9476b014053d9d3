import { membershipInvariants } from '../../../src/membership/membership.invariants.js';
import { newId } from '../../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

/** What breaks each invariant: statements that take the cooperative as `$1`, a membership as `$2`, a new id as `$3`. */
const corruptions: Readonly<Record<string, [statement: string, exception: RegExp]>> = {
  'membership.members_have_a_standing_from_their_first_day': [
    `UPDATE membership_standing SET effective_on = '2021-01-01' WHERE cooperative_id = $1 AND membership_id = $2 AND $3::uuid IS NOT NULL`,
    /^member 2 has no standing or no class on 2020-01-01$/,
  ],
  'membership.numbers_are_below_the_next': [
    `UPDATE membership SET number = 99 WHERE cooperative_id = $1 AND id = $2 AND $3::uuid IS NOT NULL`,
    /^member 99 has a number not given yet; the next is 4$/,
  ],
  'membership.personal_data_belongs_to_a_party': [
    `INSERT INTO party_contact SELECT $1, $3, $3, 'email', 'a@example.org' WHERE $2::uuid IS NOT NULL`,
    /^contact .* belongs to no party$/,
  ],
  'membership.terms_end_after_they_begin': [
    `INSERT INTO role_term_end SELECT $1, id, '2019-01-01' FROM role_term WHERE cooperative_id = $1 AND $2::uuid IS NOT NULL AND $3::uuid IS NOT NULL`,
    /^role term .* ends before it begins$/,
  ],
  'membership.roles_are_held_once': [
    `INSERT INTO role_term SELECT $1, $3, membership_id, role, '2024-01-01' FROM role_term WHERE cooperative_id = $1 AND $2::uuid IS NOT NULL`,
    /^member 1 holds the role of steward twice$/,
  ],
  'membership.accepted_invitations_have_an_account': [
    `INSERT INTO invitation SELECT $1, $3, $2, '\\x00', '\\x00', now(), now(), now()`,
    /^invitation .* was accepted by nobody$/,
  ],
  'bylaws.versions_follow_one_another': [
    `UPDATE bylaw_rule SET version = 3 WHERE cooperative_id = $1 AND key = 'decision-policy/resolution' AND $2::uuid <> $3::uuid`,
    /^version 3 of decision-policy\/resolution is out of order$/,
  ],
  'bylaws.provide_for_every_kind_of_decision': [
    `UPDATE bylaw_rule SET value = value || '{"body": "senate"}' WHERE cooperative_id = $1 AND key = 'decision-policy/resolution' AND $2::uuid <> $3::uuid`,
    /^version 1 of decision-policy\/resolution names the body senate$/,
  ],
};

describe('what must always be true of who belongs', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database, { members: 3, roles: { 0: ['steward'] } });
  });

  it('is true of a cooperative that nobody has tampered with', async () => {
    expect(await brokenIn(test, coop.id, membershipInvariants)).toEqual([]);
  });

  it.each(membershipInvariants)('is seen broken: $sentence', async ({ name, sentence }) => {
    const [statement, exception] = corruptions[name]!;
    const member = coop.members[1]!;
    if (name === 'membership.accepted_invitations_have_an_account') {
      await corrupt(test, `UPDATE party SET person_id = NULL WHERE id = $1`, [member.partyId]);
    }
    await corrupt(test, statement, [coop.id, member.membershipId, newId()]);
    const broken = await brokenIn(test, coop.id, membershipInvariants);
    expect(broken).toEqual([{ name, sentence, exceptions: [expect.stringMatching(exception)] }]);
  });
});
