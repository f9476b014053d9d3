import { Ratio } from '../../shared/ratio.js';
import { countTells, holdersCanHide, tooFewToHide } from './ballot-secrecy.js';

const half = { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' } as const;
const workersToo = { classMajorities: [{ class: 'workers', ...half }], classCaps: [] };
const electorate = (people: Record<string, number>) =>
  Object.entries(people).map(([classCode, count]) => ({ classCode, people: BigInt(count) }));

describe('a confidential vote whose rule counts a class apart', () => {
  it.each([
    ['five of the class and five others', { workers: 5, users: 5 }],
    ['five others of several classes that the rule does not name', { workers: 9, users: 3, friends: 2 }],
    ['nobody but the class', { workers: 5 }],
    ['nobody of the class, which votes nowhere then', { users: 9 }],
  ])('opens with %s', (_who, people) => {
    expect(tooFewToHide(workersToo, electorate(people))).toBe(true);
  });

  it.each([
    ['four of the class', { workers: 4, users: 50 }, ['Of the class "workers" 4 may vote.']],
    ['four others: they are the difference', { workers: 50, users: 4 }, ['Of all other members 4 may vote.']],
    [
      'few of each',
      { workers: 2, users: 1 },
      ['Of the class "workers" 2 may vote.', 'Of all other members 1 may vote.'],
    ],
  ])('is refused with %s', (_who, people, details) => {
    expect(tooFewToHide(workersToo, electorate(people))).toMatchObject({
      reason: 'TOO_FEW_TO_HIDE',
      message: expect.stringContaining('Hold it as an open vote'),
      details,
    });
  });

  it('is refused for a capped class as for one that has a majority of its own', () => {
    const capped = { classMajorities: [], classCaps: [{ class: 'investors', fraction: Ratio.of(1n, 10n) }] };
    expect(tooFewToHide(capped, electorate({ investors: 2, users: 20 }))).toMatchObject({
      reason: 'TOO_FEW_TO_HIDE',
    });
  });

  it('opens with whomever, where the rule names no class', () => {
    const plain = { classMajorities: [], classCaps: [] };
    expect(tooFewToHide(plain, electorate({ workers: 1, users: 2 }))).toBe(true);
  });
});

describe('the count of a confidential vote', () => {
  const group = (ballots: number, held = 0) => ({ ballots: BigInt(ballots), held: BigInt(held) });
  it.each([
    ['nobody voted', [], false],
    ['three voted, whom nothing tells apart', [group(3)], false],
    ['two voted, each of whom knows the other’s vote', [group(2)], true],
    ['two voted for many', [group(2, 40)], true],
    ['five of one weight and five of another', [group(5), group(5)], false],
    ['four of another weight', [group(50), group(4)], true],
    ['nobody of another weight but through a holder', [group(50), group(0, 9)], true],
  ])('tells how somebody voted, or not: %s', (_who, groups, tells) => {
    expect(countTells(groups)).toBe(tells);
  });
});

describe('a holder in a confidential vote', () => {
  it('hides among ballots that say one of a few things, and not among rankings or words', () => {
    expect(holdersCanHide({ method: 'threshold', block: 'forbidden' })).toBe(true);
    expect(holdersCanHide({ method: 'gradients', block: 'forbidden' })).toBe(true);
    expect(holdersCanHide({ method: 'threshold', block: 'veto' })).toBe(false);
    expect(holdersCanHide({ method: 'irv', block: 'forbidden' })).toBe(false);
    expect(holdersCanHide({ method: 'consent', block: 'forbidden' })).toBe(false);
  });
});
