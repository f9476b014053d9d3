import { explainEligibility, type EligibilityFacts } from './eligibility.js';

const elector: EligibilityFacts = {
  recordOn: '2026-05-01',
  bodyName: 'General assembly',
  isAssembly: true,
  isMember: true,
  joinedOn: '2020-01-01',
  standing: 'active',
  className: 'Members',
  classMayVote: true,
  hasSeat: false,
  weightMillionths: 1_000_000n,
};
const outsider: EligibilityFacts = { ...elector, weightMillionths: null };

describe('explaining eligibility', () => {
  it('says that an elector votes, with what weight and in what class', () => {
    expect(explainEligibility(elector)).toMatchObject({
      eligible: true,
      ground: 'elector',
      weightMillionths: 1_000_000n,
      className: 'Members',
      explanation: 'You may vote: on 2026-05-01 you were a member of the class Members.',
    });
  });

  it.each<[string, Partial<EligibilityFacts>, RegExp]>([
    ['not_a_member', { isMember: false, joinedOn: null }, /not a member/],
    ['joined_after_record_date', { joinedOn: '2026-05-02' }, /joined on 2026-05-02/],
    ['standing_without_vote', { standing: 'suspended' }, /suspended/],
    ['standing_without_vote', { standing: null }, /not recorded/],
    ['class_without_vote', { classMayVote: false, className: 'Supporters' }, /Supporters/],
    ['no_seat_in_body', { isAssembly: false, bodyName: 'Board' }, /no seat/],
    ['recorded_after_opening', {}, /recorded after the poll opened/],
    ['recorded_after_opening', { isAssembly: false, hasSeat: true }, /recorded after the poll opened/],
  ])('gives the ground %s for %j', (ground, facts, words) => {
    const answer = explainEligibility({ ...outsider, ...facts });
    expect(answer).toMatchObject({ eligible: false, ground, weightMillionths: 0n });
    expect(answer.explanation).toMatch(words);
    expect(answer.whatWouldChangeIt).not.toBe('');
  });

  it('lets the frozen electorate speak, whatever the register says today', () => {
    expect(explainEligibility({ ...elector, standing: 'left', classMayVote: false }).eligible).toBe(true);
  });
});
