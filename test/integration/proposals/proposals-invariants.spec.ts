import { newId } from '../../../src/shared/ids.js';
import { proposalInvariants } from '../../../src/proposals/proposals.invariants.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { ProposalDesk } from './proposal-desk.js';

describe('the invariants of proposals', () => {
  let desk: ProposalDesk;
  let proposalId: string;
  let amended: string;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
    const author = desk.member(2);
    const plain = await desk.underVote({ title: 'Adopted' }, author);
    await desk.everybodyVotes(plain.pollId);
    await desk.dayPasses();
    const change = await desk.underVote({ effect: { amendRule: desk.amendment({}) } }, author, 14);
    await desk.everybodyVotes(change.pollId);
    await desk.dayPasses();
    proposalId = plain.id;
    amended = (await desk.read(change.id, author)).decision.id as string;
  });
  afterAll(() => desk.close());

  const broken = async () =>
    (await brokenIn(desk.test, desk.coop.id, proposalInvariants)).map(({ name }) => name);

  it('hold on what the product itself has written', async () => {
    expect(await broken()).toEqual([]);
  });

  const corruptions: Record<string, () => [spoil: string, mend: string, values: unknown[]]> = {
    'proposals.closed_poll_is_decided': () => [
      `UPDATE decision SET outcome = 'no_quorum', effective_at = NULL, stage = 'not_adopted' WHERE proposal_id = $1`,
      `UPDATE decision SET outcome = 'adopted', effective_at = decided_at, stage = 'effective' WHERE proposal_id = $1`,
      [proposalId],
    ],
    'proposals.decision_keeps_the_text_voted_on': () => [
      `UPDATE decision SET text = 'something else' WHERE proposal_id = $1`,
      `UPDATE decision SET text = '' WHERE proposal_id = $1`,
      [proposalId],
    ],
    'proposals.options_voted_on_are_those_proposed': () => [
      `INSERT INTO proposal_option (cooperative_id, proposal_id, version, position, label) VALUES ($2, $1, 1, 0, 'Never asked')`,
      `DELETE FROM proposal_option WHERE proposal_id = $1 AND cooperative_id = $2`,
      [proposalId, desk.coop.id],
    ],
    'proposals.decision_names_what_was_chosen': () => [
      `UPDATE decision SET chosen = '[{"position": 0, "label": "Nobody chose it"}]' WHERE proposal_id = $1`,
      `UPDATE decision SET chosen = '[]' WHERE proposal_id = $1`,
      [proposalId],
    ],
    'proposals.text_is_frozen_by_the_vote': () => [
      `UPDATE proposal_version SET recorded_at = recorded_at + interval '30 days' WHERE proposal_id = $1`,
      `UPDATE proposal_version SET recorded_at = recorded_at - interval '30 days' WHERE proposal_id = $1`,
      [proposalId],
    ],
    'proposals.carried_out_decision_shows_its_effect': () => [
      `UPDATE decision_attempt SET recorded_at = recorded_at - interval '90 days' WHERE decision_id = $1`,
      `UPDATE decision_attempt SET recorded_at = recorded_at + interval '90 days' WHERE decision_id = $1`,
      [amended],
    ],
    'proposals.amended_rule_was_decided': () => [
      `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
       SELECT cooperative_id, $1, 'decision-policy/coup', 1, value, article, text, language, rochdale_now() FROM bylaw_rule
       WHERE cooperative_id = $2 AND key = 'decision-policy/distribution'`,
      `DELETE FROM bylaw_rule WHERE id = $1 AND cooperative_id = $2`,
      [newId(), desk.coop.id],
    ],
  };

  it('have a corruption each', () => {
    expect(Object.keys(corruptions).sort()).toEqual(proposalInvariants.map(({ name }) => name).sort());
  });

  it.each(Object.keys(corruptions))('see what breaks %s, and nothing else is said', async (name) => {
    const [spoil, mend, values] = corruptions[name]!();
    await corrupt(desk.test, spoil, values);
    expect(await broken()).toEqual([name]);
    await corrupt(desk.test, mend, values);
    expect(await broken()).toEqual([]);
  });
});
