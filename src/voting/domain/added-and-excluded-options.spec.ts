import { votesOf } from '../../../test/support/threshold-polls.js';
import { plainPolicy } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import { countPoll, type CountingRule, type MarkGroup } from './count-poll.js';
import { oneVote } from './threshold-outcome.js';

const electorate = {
  perClass: [{ classCode: 'member', people: 20n, weightMillionths: 20n * oneVote }],
  withdrawn: { people: 0n, weightMillionths: 0n },
};
const lots = { tie_break: { mode: 'fixed_order' } };
const trees = ['Oak', 'Elm', 'Ash'];
const among = (
  method: CountingRule['method'],
  options: CountingRule['options'],
  seats = 1,
): CountingRule => ({
  ...plainPolicy,
  ...{ method, options, seats, threshold: null },
  quorum: { measure: 'people', fraction: Ratio.zero, counting: ['ballots'] },
});
const ranked = (people: number, ...ranking: number[][]): MarkGroup => ({
  ...votesOf('for', people),
  marks: { ranking },
});

describe('a vote with options that a rule adds or lets be taken out', () => {
  it('chooses nobody who is left when every ballot speaks of those alone who were taken out', () => {
    const rule = among('stv', { ...lots, variant: 'scottish', excluded: true });
    const left = (groups: MarkGroup[]) =>
      countPoll(rule, trees, electorate, groups, [0, 1, 2], [], { excluded: [0] });
    expect(left([ranked(6, [0])])).toMatchObject({ outcome: 'failed', winners: [], blank: { people: 6n } });
    expect(left([ranked(6, [0]), ranked(1, [0], [2])])).toMatchObject({ outcome: 'decided', winners: [2] });
  });

  it.each([
    ['irv', {}],
    ['stv', { variant: 'gregory-fractional' }],
  ] as const)(
    '%s: a write-in that nobody votes for makes no tie with others without votes',
    (method, more) => {
      const rule = among(method, { ...more, tie_break: { mode: 'report_tie' }, undeclared_write_in: true });
      const labels = [...trees, 'Somebody who is not listed'];
      const counted = countPoll(rule, labels, electorate, [ranked(4, [0]), ranked(4, [1])], [0, 1, 2, 3]);
      expect(counted).toMatchObject({ outcome: 'tie', tied: [0, 1] });
    },
  );

  it('is counted as it was called: what opened before `without_votes` was named fills its seats', () => {
    const groups = [{ ...votesOf('for', 5), marks: { approved: [1] } }];
    const before = among('approval', lots, 2);
    expect(countPoll(before, trees, electorate, groups, [2, 1, 0])).toMatchObject({ winners: [1, 2] });
    const since = among('approval', { ...lots, without_votes: 'never' }, 2);
    expect(countPoll(since, trees, electorate, groups, [2, 1, 0])).toMatchObject({ winners: [1] });
  });
});
