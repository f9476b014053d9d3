import { allocateByEqualShares, endowmentOf, type PreparedEqualShares } from './equal-shares-allocation.js';
import { mostSteps, MOST_STEPS } from './equal-shares-completion.js';
import { explainEqualShares } from './equal-shares-explanation.js';
import { readEqualSharesRule, type EqualSharesRule } from './equal-shares-rule.js';
import { everythingIsAffordable, readFundElection, type FundElection } from './fund-election.js';
import { fundPrecedence } from './fund-precedence.js';
import { OptionReader } from '../option-reader.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';

/** `pb-mes`: its options are those of `readEqualSharesRule`. */
export const pbEqualShares: TallyMethod<PreparedEqualShares> = {
  name: 'pb-mes',
  version: 1,
  prepare(election: Election): PreparedEqualShares | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const rule = readEqualSharesRule(options, election.candidates.length);
    const wrong = options.refusal();
    if (wrong) return wrong;
    const fund = readFundElection(election, rule.form);
    if ('reason' in fund) return fund;
    const tooFine = refuseTooManySteps(asUtilities(fund, rule), rule);
    if (tooFine) return tooFine;
    const precedence = fundPrecedence(fund, rule.tieBreak);
    return { fund: asUtilities(fund, rule), pointsGiven: fund.pointTotals, rule, precedence };
  },
  count(prepared: PreparedEqualShares): Outcome {
    return explainEqualShares(prepared, allocateByEqualShares(prepared));
  },
};

/** Under `cost` and `cardinality` it matters only whether a voter supports a project. */
const asUtilities = (fund: FundElection, { utility }: EqualSharesRule): FundElection =>
  utility === 'cost' || utility === 'cardinality'
    ? { ...fund, points: new Float64Array(fund.points.length).fill(1), pointTotals: fund.votes }
    : fund;

function refuseTooManySteps(fund: FundElection, rule: EqualSharesRule): TallyRefusal | null {
  if (!rule.completion.startsWith('add1') || everythingIsAffordable(fund)) return null;
  const { increment } = rule.raising;
  const steps = mostSteps(fund, endowmentOf(fund, rule), increment);
  if (steps <= MOST_STEPS) return null;
  const enough = (steps * increment) / MOST_STEPS + 1n;
  return refuseTally(
    'CONTRADICTORY_OPTIONS',
    `Raising every share by ${increment} at a time could take ${steps} steps; set "increment_per_voter" to ${enough} or more.`,
  );
}
