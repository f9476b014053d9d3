import { plainPolicy } from '../../src/membership/domain/decision-policy.js';
import {
  choosesAmongOptions,
  methodNames,
  type MethodName,
} from '../../src/membership/domain/decision-rule.js';
import { Ratio } from '../../src/shared/ratio.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { formOf } from '../../src/voting/domain/ballots/ballot-marks.js';
import { readBallot } from '../../src/voting/domain/ballots/read-ballot.js';
import type { CountingRule, MarkGroup, PollElectorate } from '../../src/voting/domain/count-poll.js';
import type { Chance } from './generated-elections.js';

const lots = { tie_break: { mode: 'fixed_order' } } as const;
const reported = { tie_break: { mode: 'report_tie' } } as const;

/** Rules of every method that a cooperative may write, some with ties reported and some with ties by lot. */
const choices: Readonly<Record<MethodName, readonly CountingRule['options'][]>> = {
  threshold: [{}],
  consent: [{}],
  gradients: [{ steps: 5, can_live_with: 3, fraction: '2/3', comparison: '>=' }],
  choice: [lots, reported, { ...lots, none_of_these: true }, { ...reported, none_of_these: true }],
  approval: [
    lots,
    { ...reported, none_of_these: true },
    { ...reported, max: 2 },
    { ...lots, ballot: 'marks' },
  ],
  score: [
    { ...lots, aggregate: 'sum', score_range: [0, 5], blank: 'zero' },
    { ...reported, aggregate: 'median', score_range: [-2, 2], blank: 'abstention' },
  ],
  star: [
    {
      ...lots,
      scoring_tie: ['fewest_losses', 'most_five_star', 'lot_order'],
      runoff_tie: ['higher_total', 'lot_order'],
    },
  ],
  'majority-judgment': [
    { ...lots, grades: 6 },
    { ...reported, grades: 3 },
  ],
  borda: [{ ...lots, points: 'n_to_1', unranked: 'zero' }],
  irv: [
    lots,
    { tie_break: { mode: 'previous_rounds', then: { mode: 'fixed_order' } } },
    { ...reported, overvote: 'skip' },
    { ...lots, undeclared_write_in: true },
  ],
  stv: [
    { ...lots, variant: 'scottish' },
    { ...lots, variant: 'meek' },
    { ...lots, variant: 'gregory-fractional', undeclared_write_in: true },
    { ...reported, variant: 'wigm-prf' },
  ],
  schulze: [
    { ...lots, strength: 'winning', unranked: 'tied_last' },
    { ...reported, strength: 'margin', unranked: 'no_preference' },
  ],
  'ranked-pairs': [{ ...lots, strength: 'winning', unranked: 'tied_last', equal_pairs: 'fixed_order' }],
  minimax: [{ ...lots, strength: 'margin', unranked: 'tied_last' }],
  copeland: [{ ...lots, score: 'wins_minus_losses', unranked: 'tied_last' }],
  dots: [
    { ...lots, points: 5 },
    { ...reported, points: 6, per_option: 3, spend: 'all' },
  ],
  'weighted-split': [lots],
  quadratic: [
    { ...lots, credits: 16 },
    { ...reported, credits: 9, against: 'allowed' },
  ],
};

export const everyMethod = methodNames;
/** Methods that fill several seats. */
const fillsSeats = (method: MethodName): boolean =>
  choosesAmongOptions(method) && !['irv', 'star'].includes(method);

export interface GeneratedPoll {
  readonly rule: CountingRule;
  readonly labels: readonly string[];
  readonly electorate: PollElectorate;
  readonly groups: readonly MarkGroup[];
  /** Ballots as they were given and refused. */
  readonly refused: number;
}

/** A poll of few electors in two classes, some with unusual weights, with ballots read as they come from outside. */
export function generatedPoll(chance: Chance, method: MethodName): GeneratedPoll {
  const count = choosesAmongOptions(method) ? 2 + chance.below(4) : 0;
  const labels = Array.from({ length: count }, (_, option) => `Option ${option}`);
  const rule: CountingRule = {
    ...plainPolicy,
    method,
    threshold: method === 'threshold' ? { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' } : null,
    block: method === 'threshold' ? 'against' : 'forbidden',
    quorum: {
      measure: chance.pick(['people', 'weight'] as const),
      fraction: chance.pick([Ratio.zero, Ratio.of(1n, 3n)]),
      counting: method === 'threshold' ? ['for', 'against', 'abstain', 'blank'] : ['ballots'],
    },
    options: chance.pick(choices[method]),
    seats: fillsSeats(method) ? 1 + chance.below(count) : 1,
  };
  const marks = { method, options: rule.options, block: rule.block, labels };
  const groups: MarkGroup[] = [];
  const tried = chance.below(12);
  for (let n = 0; n < tried; n++) {
    const read = readBallot(marks, generatedBallot(chance, method, count), chance.oneIn(5));
    if (isRefusal(read)) continue;
    groups.push({
      marks: read,
      classCode: chance.pick(['worker', 'user']),
      weightMillionths: chance.pick([1_000_000n, 1_000_000n, 2_000_000n, 1_500_000n, 333_333n]),
      people: BigInt(1 + chance.below(3)),
    });
  }
  const perClass = ['worker', 'user'].map((classCode) => ({
    classCode,
    people: 40n,
    weightMillionths: 80_000_000n,
  }));
  const nobody = { people: 0n, weightMillionths: 0n };
  return {
    rule,
    labels,
    electorate: { perClass, withdrawn: nobody },
    groups,
    refused: tried - groups.length,
  };
}

/** A ballot as a member's page might send it; now and then one that the rule refuses. */
export function generatedBallot(chance: Chance, method: MethodName, count: number): Record<string, unknown> {
  const all = Array.from({ length: count }, (_, option) => option);
  const some = (): number[] => chance.shuffled(all).slice(0, chance.below(count + 1));
  const each = (from: number, values: number, blanks: boolean): (number | null)[] =>
    all.map(() => (blanks && chance.oneIn(4) ? null : from + chance.below(values)));
  switch (formOf(method)) {
    case 'choice':
      return chance.oneIn(6)
        ? { block: 'Not like this.' }
        : { choice: chance.pick(['for', 'against', 'abstain', 'blank', 'invalid']) };
    case 'consent':
      return { consent: { position: chance.pick(['consent', 'stand_aside', 'object']) } };
    case 'step':
      return { step: chance.below(6) };
    case 'option':
      return { option: chance.below(count + (chance.oneIn(9) ? 1 : 0)) };
    case 'approved':
      return { approved: some() };
    case 'scores':
      return { scores: each(chance.oneIn(3) ? -1 : 0, 4, true) };
    case 'grades':
      return { grades: each(0, 4, true) };
    case 'ranking':
      return { ranking: generatedRanking(chance, some()) };
    case 'points':
      return { points: each(chance.oneIn(4) ? -1 : 0, 4, false) };
  }
}

function generatedRanking(chance: Chance, options: readonly number[]): number[][] {
  const levels: number[][] = [];
  for (const option of options) {
    if (levels.length > 0 && chance.oneIn(4)) levels.at(-1)!.push(option);
    else levels.push([option]);
    if (chance.oneIn(8)) levels.push([]);
  }
  return levels;
}
