import { Chance } from '../../../test/support/generated-elections.js';
import { everyMethod, generatedPoll, type GeneratedPoll } from '../../../test/support/generated-polls.js';
import { marksText } from './ballots/ballot-marks.js';
import { BatchCount, type WrittenGroup } from './batch-count.js';
import { countPoll, type MarkGroup } from './count-poll.js';
import { recordedCount } from './recorded-count.js';

/** The groups as the database gives them: equal marks one after the other. */
const written = (groups: readonly MarkGroup[]): WrittenGroup[] =>
  groups
    .map((group) => ({ ...group, marks: marksText(group.marks) }))
    .sort((a, b) => (a.marks < b.marks ? -1 : Number(a.marks > b.marks)));

function bothWays(
  { rule, labels, electorate, groups }: GeneratedPoll,
  drawnOrder: readonly number[],
  size: number,
) {
  const facts = { rule, electorate, drawnOrder, options: labels, objections: [] };
  const batched = new BatchCount(facts);
  const rows = written(groups);
  for (let from = 0; from < rows.length; from += size) batched.add(rows.slice(from, from + size));
  return {
    batched: recordedCount(batched.count(), electorate),
    atOnce: recordedCount(countPoll(rule, labels, electorate, groups, drawnOrder), electorate),
  };
}

describe.each(everyMethod)('a poll by %s counted in batches', (method) => {
  it('has the result of the same groups counted at once, to the byte, whatever the batches and the weights', () => {
    const chance = new Chance(5_000 + everyMethod.indexOf(method));
    let groups = 0;
    for (let n = 0; n < 150; n++) {
      const poll = generatedPoll(chance, method);
      const order = chance.shuffled([...poll.labels.keys()]);
      const { batched, atOnce } = bothWays(poll, order, 1 + chance.below(5));
      expect(batched).toEqual(atOnce);
      groups += poll.groups.length;
    }
    expect(groups).toBeGreaterThan(200);
  });
});

describe('weights of a poll counted in batches', () => {
  it('are exact beyond what millionths would fit in 53 bits', () => {
    const poll = generatedPoll(new Chance(3), 'choice');
    const votes = (option: number, millionths: bigint): MarkGroup => ({
      ...{ marks: { option }, classCode: 'worker', people: 1_000_000n, weightMillionths: millionths },
    });
    const groups = [votes(0, 20_000_000_000n), votes(1, 20_000_000_000n), votes(1, 1_000_000n)];
    const { batched, atOnce } = bothWays({ ...poll, groups }, [0, 1], 2);
    expect(batched).toEqual(atOnce);
    expect(batched.winners).toEqual([1]);
  });
});
