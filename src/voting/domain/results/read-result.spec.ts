import {
  OPTION_NAMES,
  RANKED_METHODS,
  UNRANKED_METHODS,
} from '../../../../test/support/elections-of-methods.js';
import { Chance } from '../../../../test/support/generated-elections.js';
import { canonicalJson } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import { isRefusal } from '../../../shared/refusal.js';
import { tallyElection } from '../tally/method-registry.js';
import { type Election, type Outcome } from '../tally/tally-method.js';
import { isChoosing, readResult } from './read-result.js';
import { type RunoffResult } from './runoff-result.js';
import { type MarksResult } from './totals-result.js';

function count(election: Election): Outcome {
  const outcome = tallyElection(election);
  if (isRefusal(outcome)) throw new Error(`${election.method} refused: ${outcome.message}`);
  return outcome;
}

/** As the database gives it back: canonical text, parsed. */
const stored = (outcome: Outcome): Outcome => JSON.parse(canonicalJson(outcome)) as Outcome;

describe('a stored outcome reads as a typed result', () => {
  it.each([...UNRANKED_METHODS, ...RANKED_METHODS])('$name', ({ election }) => {
    const chance = new Chance(11);
    for (let run = 0; run < 30; run++) {
      const made = election(chance);
      const outcome = count(made);
      const result = readResult(made.method, stored(outcome));
      expect(result.method).toBe(made.method);
      expect(result).toEqual(readResult(made.method, outcome));
      if (!isChoosing(result)) continue;
      expect(result.elected.length).toBeLessThanOrEqual(made.seats);
      expect(result.elected.filter((option) => result.tied.includes(option))).toEqual([]);
    }
  });

  it('throws, and names the field, when it is not what the engine writes', () => {
    const outcome = count({
      ...{ method: 'choice', options: {}, candidates: ['Ana', 'Berta'], seats: 1 },
      ballots: [[2, 0]],
    });
    expect(() => readResult('choice', { ...outcome, tallied: 'two' })).toThrow('outcome.tallied: "two"');
    expect(() => readResult('choice', { ...outcome, winners: null, scores: [] })).toThrow('outcome.scores');
    expect(() => readResult('irv', outcome)).toThrow('outcome.rounds');
    expect(() => readResult('pb-greedy', outcome)).toThrow('no typed result of the method pb-greedy');
  });
});

const sum = (amounts: readonly { readonly amount: Ratio }[]): Ratio =>
  amounts.reduce((total, { amount }) => total.plus(amount), Ratio.zero);

describe('the rounds of a run-off', () => {
  const rules = RANKED_METHODS.filter(({ name }) =>
    /^irv plain|^irv in batches|^stv (scottish|wigm)/.test(name),
  );
  it.each(rules)('$name: whatever leaves an option goes to others or is exhausted', ({ election, name }) => {
    const chance = new Chance(5);
    for (let run = 0; run < 30; run++) {
      const made = election(chance);
      const { rounds } = readResult(made.method, count(made)) as RunoffResult;
      for (const [index, { transfers }] of rounds.entries()) {
        if (transfers === null) continue;
        const [before, after] = name.startsWith('irv') ? [index, index + 1] : [index - 1, index];
        const of = (at: number): Ratio =>
          sum(rounds[at]!.votes.filter(({ option }) => transfers.from.includes(option)));
        const left = of(before).minus(of(after));
        expect(sum(transfers.to).plus(transfers.exhausted).toString()).toBe(left.toString());
        expect(transfers.exhausted.isNegative()).toBe(false);
      }
    }
  });
});

describe('the smallest change', () => {
  const methods = UNRANKED_METHODS.filter(({ name }) => /^(choice|approval drawn|score sum|dots)/.test(name));
  it.each(methods)(
    '$name: so many more for one option change the result, one fewer for any does not',
    ({ election }) => {
      const chance = new Chance(3);
      for (let run = 0; run < 30; run++) {
        const made = election(chance);
        const result = readResult(made.method, count(made)) as MarksResult;
        const winners = (option: number, further: bigint): string => {
          const wholes = result.totals.map(({ amount }, at) => [
            amount!.plus(Ratio.of(at === option ? further : 0n)),
            made.candidates.map((_, other) => (other === at ? 1 : 0)),
          ]) as unknown as Election['ballots'];
          const options: Election['options'] =
            'tie_break' in made.options ? { tie_break: made.options['tie_break']! } : {};
          // Totals as marked ballots of one option each: plurality of them chooses as the method did.
          const again = count({ ...made, method: 'choice', options, ballots: wholes });
          return [...(again['winners'] as number[])].sort().join();
        };
        if (result.totals.some(({ amount }) => amount!.isNegative())) continue;
        const before = winners(0, 0n);
        const change = result.smallestChange;
        if (change === null) continue;
        expect(change.further).toBeGreaterThan(0n);
        expect(winners(change.option, change.further)).not.toBe(before);
        for (const option of made.candidates.keys())
          expect(winners(option, change.further - 1n)).toBe(before);
      }
    },
  );

  it('is not told where a further ballot must mark several options', () => {
    const rule = UNRANKED_METHODS.find(({ name }) => name === 'approval')!;
    const made = { ...rule.election(new Chance(1)), seats: 1, candidates: OPTION_NAMES, options: { min: 2 } };
    const result = readResult('approval', count({ ...made, ballots: [[3, [0, 1]]] })) as MarksResult;
    expect(result.smallestChange).toBeNull();
  });
});
