import { deepStrictEqual } from 'node:assert/strict';
import { tallyElection } from '../../../src/voting/domain/tally/method-registry.js';
import {
  strictElection,
  untidyElection,
  weakElection,
  type Chance,
} from '../../support/generated-elections.js';
import { fundElection, generatedFund } from '../../support/generated-funds.js';
import { countEqualShares } from '../../support/second-count/second-equal-shares.js';
import { secondIrv, type SecondIrvRule } from '../../support/second-count/second-irv.js';
import { secondSchulze } from '../../support/second-count/second-schulze.js';
import { secondScottish } from '../../support/second-count/second-scottish.js';
import { type CaseProperty } from '../case-property.js';
import { sorted } from './ranked-properties.js';

const five = (value: bigint): string => {
  const digits = value.toString().padStart(6, '0');
  return `${digits.slice(0, -5)}.${digits.slice(-5)}`;
};
const numbers = (record: Record<string, unknown>): Record<string, number> =>
  Object.fromEntries(Object.entries(record).map(([name, votes]) => [name, Number(votes)]));

function instantRunoffTwice(chance: Chance): void {
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
  const rounds = engine.rounds.map((round: any) => ({
    threshold: Number(round.threshold),
    tally: numbers(round.tally),
    elected: round.elected,
    eliminated: sorted(round.eliminated),
    inactive: numbers(round.inactive),
  }));
  deepStrictEqual(
    { rounds, winners: engine.winners },
    {
      rounds: second.rounds.map((round) => ({ ...round, eliminated: sorted(round.eliminated) })),
      winners: second.winners,
    },
  );
}

function scottishTwice(chance: Chance): void {
  const { candidates, ballots, order, seats } = strictElection(chance);
  const then = { mode: 'fixed_order', order };
  const options = { variant: 'scottish', tie_break: { mode: 'previous_rounds', then } };
  const engine: any = tallyElection({ method: 'stv', candidates, ballots, seats, options });
  const second = secondScottish(candidates.length, seats, ballots, order);
  deepStrictEqual(
    {
      quota: engine.quota_final,
      winners: sorted(engine.winners),
      stages: engine.rounds.map((stage: any) => [
        Object.values(stage.votes),
        sorted(stage.elected),
        stage.eliminated,
      ]),
    },
    {
      quota: five(second.quota),
      winners: sorted(second.winners),
      stages: second.stages.map((stage) => [stage.votes.map(five), sorted(stage.elected), stage.eliminated]),
    },
  );
}

function schulzeTwice(chance: Chance): void {
  const { candidates, ballots } = weakElection(chance);
  const strength = chance.pick(['winning', 'margin'] as const);
  const unranked = chance.pick(['tied_last', 'no_preference'] as const);
  const options = { strength, unranked, tie_break: { mode: 'report_tie' } };
  const engine: any = tallyElection({ method: 'schulze', candidates, ballots, seats: 1, options });
  const second = secondSchulze(candidates.length, ballots, { strength, unranked });
  const paths = second.path.map((row, a) =>
    Object.fromEntries(row.flatMap((cell, b) => (a === b ? [] : [[b, String(cell)]]))),
  );
  deepStrictEqual(
    { ranking: engine.ranking, winners: engine.winners, paths: Object.values(engine.path_strengths) },
    { ranking: second.ranking, winners: second.ranking[0], paths },
  );
}

function equalSharesTwice(chance: Chance): void {
  const utility = chance.pick(['cost', 'cardinality', 'points'] as const);
  const completion = chance.pick(['none', 'utilitarian', 'add1', 'add1 then utilitarian']);
  const drawn = generatedFund(chance, utility === 'points' ? 4 : 1);
  // A project for nothing is worth nothing by cost, and the plain count knows support by utility alone.
  const fund = utility === 'cost' ? { ...drawn, costs: drawn.costs.map((cost) => cost || 1) } : drawn;
  const ballots = utility === 'points' ? 'points' : 'approval';
  const election = fundElection(fund, 'pb-mes', { utility, completion, completion_by: 'votes' }, ballots);
  const voters = fund.ballots.flatMap(([weight, given]) => {
    const points = new Map(given);
    const worth = fund.costs.map((cost, project) =>
      utility === 'cost' ? (points.has(project) ? cost : 0) : (points.get(project) ?? 0),
    );
    return Array.from({ length: weight }, () => worth);
  });
  const outcome = tallyElection(election) as unknown as Record<string, unknown>;
  const { order_of_selection: order, final_endowment: endowment } = outcome;
  deepStrictEqual({ order, endowment }, { ...countEqualShares({ ...fund, voters }, completion) });
}

const claim = 'is counted alike, in every round, by a second counter written from the text of the rule';

/** Methods counted twice: by the engine, and by a deliberately simple program that shares nothing with it. */
export const SECOND_COUNT_PROPERTIES: readonly CaseProperty[] = [
  {
    method: 'irv',
    rule: 'irv with every choice of marks, batches and thresholds',
    claim,
    check: instantRunoffTwice,
  },
  { method: 'stv', rule: 'stv scottish', claim, check: scottishTwice },
  { method: 'schulze', rule: 'schulze with every path tried', claim, check: schulzeTwice },
  { method: 'pb-mes', rule: 'pb-mes by every utility and completion', claim, check: equalSharesTwice },
];
