import {
  Chance,
  ELECTIONS,
  strictElection,
  untidyElection,
  weakElection,
} from '../../../../../test/support/generated-elections.js';
import { secondIrv, type SecondIrvRule } from '../../../../../test/support/second-count/second-irv.js';
import { secondSchulze } from '../../../../../test/support/second-count/second-schulze.js';
import { secondScottish } from '../../../../../test/support/second-count/second-scottish.js';
import { tallyElection } from '../method-registry.js';

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const five = (value: bigint): string => {
  const digits = value.toString().padStart(6, '0');
  return `${digits.slice(0, -5)}.${digits.slice(-5)}`;
};

describe('a second, deliberately simple counter agrees with the engine in every round', () => {
  it(`instant run-off with every choice of marks, batches and thresholds, on ${ELECTIONS} elections`, () => {
    const chance = new Chance(1);
    for (let index = 0; index < ELECTIONS; index++) {
      const { candidates, ballots, order } = untidyElection(chance);
      const rule: SecondIrvRule = {
        overvote: chance.pick(['exhaust', 'skip', 'exhaust_if_multiple_continuing'] as const),
        max_skipped_ranks: chance.pick([null, 0, 1, 2]),
        exhaust_on_duplicate: chance.oneIn(2),
        batch_elimination: chance.oneIn(2),
        continue_until_two: chance.oneIn(2),
        first_round_threshold: chance.oneIn(3),
        excluded: chance.oneIn(4) && candidates.length > 1 ? [chance.below(candidates.length)] : [],
        order,
      };
      const { order: _, ...named } = rule;
      const options = { ...named, tie_break: { mode: 'fixed_order', order } };
      const engine: any = tallyElection({ method: 'irv', candidates, ballots, seats: 1, options });
      const second = secondIrv(candidates.length, ballots, rule);
      const readable = engine.rounds.map((round: any) => ({
        threshold: Number(round.threshold),
        tally: Object.fromEntries(Object.entries(round.tally).map(([c, votes]) => [c, Number(votes)])),
        elected: round.elected,
        eliminated: sorted(round.eliminated),
        inactive: Object.fromEntries(
          Object.entries(round.inactive).map(([why, votes]) => [why, Number(votes)]),
        ),
      }));
      expect({ index, rounds: readable, winners: engine.winners }).toEqual({
        index,
        rounds: second.rounds.map((round) => ({ ...round, eliminated: sorted(round.eliminated) })),
        winners: second.winners,
      });
    }
  });

  it(`the Scottish single transferable vote, on ${ELECTIONS} elections`, () => {
    const chance = new Chance(2);
    for (let index = 0; index < ELECTIONS; index++) {
      const { candidates, ballots, order, seats } = strictElection(chance);
      const then = { mode: 'fixed_order', order };
      const options = { variant: 'scottish', tie_break: { mode: 'previous_rounds', then } };
      const engine: any = tallyElection({ method: 'stv', candidates, ballots, seats, options });
      const second = secondScottish(candidates.length, seats, ballots, order);
      expect({
        index,
        quota: engine.quota_final,
        winners: sorted(engine.winners),
        stages: engine.rounds.map((stage: any) => [
          Object.values(stage.votes),
          sorted(stage.elected),
          stage.eliminated,
        ]),
      }).toEqual({
        index,
        quota: five(second.quota),
        winners: sorted(second.winners),
        stages: second.stages.map((stage) => [
          stage.votes.map(five),
          sorted(stage.elected),
          stage.eliminated,
        ]),
      });
    }
  });

  it(`Schulze's method with every path tried, on ${ELECTIONS} elections`, () => {
    const chance = new Chance(3);
    for (let index = 0; index < ELECTIONS; index++) {
      const { candidates, ballots } = weakElection(chance);
      const strength = chance.pick(['winning', 'margin'] as const);
      const unranked = chance.pick(['tied_last', 'no_preference'] as const);
      const options = { strength, unranked, tie_break: { mode: 'report_tie' } };
      const engine: any = tallyElection({ method: 'schulze', candidates, ballots, seats: 1, options });
      const second = secondSchulze(candidates.length, ballots, { strength, unranked });
      const paths = second.path.map((row, a) =>
        Object.fromEntries(row.flatMap((cell, b) => (a === b ? [] : [[b, String(cell)]]))),
      );
      expect({
        index,
        ranking: engine.ranking,
        winners: engine.winners,
        paths: Object.values(engine.path_strengths),
      }).toEqual({
        index,
        ranking: second.ranking,
        winners: second.ranking[0],
        paths,
      });
    }
  });
});
