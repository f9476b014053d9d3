import { Chance, ELECTIONS } from '../../../../../test/support/generated-elections.js';
import { isRefusal } from '../../../../shared/refusal.js';
import { tallyElection } from '../method-registry.js';
import { type RuleOptions } from '../tally-method.js';

type Marks = (number | null)[];
interface MarkElection {
  ballots: [number, Marks][];
  order: number[];
  seats: number;
}

/** Few candidates, low marks, small weights: ties, blanks and marks out of range are frequent. */
function generated(chance: Chance, highest: number): MarkElection {
  const candidates = Array.from({ length: 1 + chance.below(4) }, (_, candidate) => candidate);
  const ballots = Array.from({ length: chance.below(8) }, (): [number, Marks] => [
    1 + chance.below(4),
    candidates.map(() => (chance.oneIn(6) ? null : chance.below(highest + (chance.oneIn(12) ? 2 : 1)))),
  ]);
  return { ballots, order: chance.shuffled(candidates), seats: 1 + chance.below(2) };
}

const STAR = {
  scoring_tie: ['fewest_losses', 'most_five_star', 'lot_order'],
  runoff_tie: ['higher_total', 'most_five_star', 'lot_order'],
  score_range: [0, 3],
};
const METHODS: readonly [string, RuleOptions, number][] = [
  ['choice', {}, 1],
  ['approval', { ballot: 'marks' }, 1],
  ['score', { aggregate: 'sum', score_range: [0, 3], blank: 'zero' }, 3],
  ['score', { aggregate: 'mean', score_range: [0, 3], blank: 'abstention' }, 3],
  ['score', { aggregate: 'median', score_range: [0, 3], blank: 'abstention' }, 3],
  ['majority-judgment', { grades: 4 }, 3],
  ['star', STAR, 3],
];

for (const [method, options, highest] of METHODS) {
  describe(`${method} ${JSON.stringify(options)} over generated elections`, () => {
    const count = ({ ballots, order, seats }: MarkElection): Record<string, unknown> => {
      const outcome = tallyElection({
        method,
        options: { ...options, tie_break: { mode: 'fixed_order', order } },
        candidates: order.map((candidate) => `C${candidate}`),
        seats: method === 'star' ? 1 : seats,
        ballots,
      });
      if (isRefusal(outcome)) throw new Error(outcome.message);
      return outcome;
    };
    const each = (check: (election: MarkElection, chance: Chance) => void): void => {
      const chance = new Chance(method.length + highest);
      for (let round = 0; round < ELECTIONS; round++) check(generated(chance, highest), chance);
    };

    it('says the same, byte for byte, for ballots in another order, split into ones, or counted again', () => {
      each((election, chance) => {
        const outcome = JSON.stringify(count(election));
        const ones = election.ballots.flatMap(([weight, marks]) =>
          Array.from({ length: weight }, (): [number, Marks] => [1, marks]),
        );
        const shuffled = chance.shuffled(election.ballots);
        const again = [election, { ...election, ballots: shuffled }, { ...election, ballots: ones }];
        expect(again.every((other) => JSON.stringify(count(other)) === outcome)).toBe(true);
      });
    });

    it('does not care in which order the candidates are listed', () => {
      each((election, chance) => {
        const places = chance.shuffled(election.order.map((_, at) => at));
        const moved: MarkElection = {
          ...election,
          order: election.order.map((candidate) => places.indexOf(candidate)),
          ballots: election.ballots.map(([weight, marks]) => [weight, places.map((from) => marks[from]!)]),
        };
        const winners = (count(moved)['winners'] as number[]).map((candidate) => places[candidate]!);
        expect([...winners].sort()).toEqual([...(count(election)['winners'] as number[])].sort());
      });
    });

    it('accounts for every ballot', () => {
      each((election) => {
        const outcome = count(election) as Record<string, number>;
        const kinds = ['tallied', 'abstentions', 'out_of_range', 'overvotes', 'undervotes'];
        const accounted = kinds.reduce((sum, kind) => sum + outcome[kind]!, 0);
        expect(accounted).toBe(election.ballots.reduce((sum, [weight]) => sum + weight, 0));
      });
    });
  });
}
