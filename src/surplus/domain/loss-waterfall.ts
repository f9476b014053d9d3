import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { balanceNamed, rateNamed } from './balances.js';
import { explain, type ExplainNode } from './explain.js';
import type { LossStep } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { shareLossAmongMembers, type BearLoss, type BorneByMembers, type LossLine } from './loss-members.js';
import { lossStepId } from './loss-names.js';
import { positive, smaller } from './origin.js';
import { averagePart, yearsCounted } from './past-years.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * A loss of the period, in the order of the policy: reserves up to their balance (mandatory ones within a cap,
 * ES Ley 27/1999 art 59.2 b and Basque Ley 11/2019 art 73.1 b: the average part of surplus sent to them in
 * earlier years), carried forward, members by activity. Each step bears what it may of what the earlier ones
 * left, rounded down; the steps sum to the loss, or the policy is refused as not covering it.
 *
 * `capitalShare` is the capital's part, `loss × capital ÷ (capital + fund)`; what it leaves is for the reserve, a step of its own.
 * Amounts are positive minor units.
 */
export interface BorneByStep {
  readonly to: LossStep['to'];
  readonly id: string;
  readonly amount: bigint;
  readonly lines: readonly LossLine[];
  /** Year by which a loss carried forward, or set against returns to come, must be covered, when the rule gives years. */
  readonly untilYear: number | null;
  readonly node: ExplainNode;
}
export interface LossWaterfall {
  readonly loss: bigint;
  readonly steps: readonly BorneByStep[];
  readonly node: ExplainNode;
}

/** `bear` shares a step among the members; it may have done so before. */
export function computeLoss(
  loss: bigint,
  rules: readonly LossStep[],
  snapshot: Snapshot,
  bear: BearLoss = shareLossAmongMembers,
): LossWaterfall | Refusal<SurplusReason> {
  let left = loss;
  const steps: BorneByStep[] = [];
  const used = new Map<string, bigint>();
  for (const rule of rules) {
    const amount = borneBy(rule, loss, left, snapshot, used);
    if (isRefusal(amount)) return amount;
    const borne = rule.to === 'members' ? bear(amount, rule, snapshot) : byNoMember;
    if (isRefusal(borne)) return borne;
    left -= amount;
    if (rule.to === 'reserve' && rule.fund) used.set(rule.fund, (used.get(rule.fund) ?? 0n) + amount);
    steps.push(step(rule, amount, borne, left, snapshot));
  }
  if (left > 0n)
    return refuse('NOT_WHOLLY_COVERED', `The policy leaves ${left} of the loss of ${loss} borne by nobody.`, [
      'end with members, or with a loss carried forward',
    ]);
  const node = explain({
    step: 'loss',
    id: 'loss',
    rule: 'each step bears what it may of what the earlier ones left; all of them sum to the loss',
    input: { loss },
    output: { borne: steps.map(({ id, amount }) => ({ id, amount })) },
    children: steps.map((one) => one.node),
  });
  return { loss, steps, node };
}

function borneBy(
  rule: LossStep,
  loss: bigint,
  left: bigint,
  snapshot: Snapshot,
  used: ReadonlyMap<string, bigint>,
): bigint | Refusal<SurplusReason> {
  if (rule.to === 'capitalShare') return capitalShare(rule, left, snapshot);
  const most = mostBy(rule, { loss, left }, snapshot);
  if (isRefusal(most) || rule.to !== 'reserve') return isRefusal(most) ? most : smaller(most, left);
  const balance = balanceNamed(snapshot, rule.fund!);
  if (isRefusal(balance)) return balance;
  return smaller(smaller(most, left), positive(balance - (used.get(rule.fund!) ?? 0n)));
}

/** The most that a step bears by its rule, whatever is left to be borne and its reserve holds. */
export function mostBy(
  rule: LossStep,
  { loss, left }: { readonly loss: bigint; readonly left: bigint },
  snapshot: Snapshot,
): bigint | Refusal<SurplusReason> {
  const rate = rateOf(rule, snapshot);
  if (isRefusal(rate)) return rate;
  const most = rate
    ? rate.times(Ratio.of(rule.of === 'remaining' ? left : loss)).floor()
    : (rule.amount ?? left);
  if (!rule.plusAbove) return most;
  const balance = balanceNamed(snapshot, rule.fund!);
  if (isRefusal(balance)) return balance;
  const other = balanceNamed(snapshot, rule.plusAbove.of);
  if (isRefusal(other)) return other;
  return most + positive(balance - rule.plusAbove.proportion.times(Ratio.of(other)).ceil());
}

/** What is entered goes over what the years before come to. */
function rateOf(rule: LossStep, snapshot: Snapshot): Ratio | undefined | Refusal<SurplusReason> {
  const { rate, named, fund } = rule;
  if (rate || named === undefined) return rate;
  const average = averageFor(rule, snapshot);
  return average ? averagePart(fund!, average, snapshot) : rateNamed(snapshot, named);
}

/** How an average is worked out, where it is: the rate was not entered, and the years before are known. */
const averageFor = ({ named, average }: LossStep, { rates, history }: Snapshot): LossStep['average'] =>
  history !== undefined && !rates?.has(named!) ? average : undefined;

function capitalShare(rule: LossStep, left: bigint, snapshot: Snapshot): bigint | Refusal<SurplusReason> {
  const capital = balanceNamed(snapshot, 'shareCapital');
  if (isRefusal(capital)) return capital;
  const reserve = balanceNamed(snapshot, rule.fund ?? 'statutoryReserves');
  if (isRefusal(reserve)) return reserve;
  if (capital + reserve <= 0n) return 0n;
  return smaller(left, Ratio.of(left * capital, capital + reserve).floor());
}

const byNoMember: BorneByMembers = { lines: [], members: 0 };

function step(
  rule: LossStep,
  amount: bigint,
  { lines, members }: BorneByMembers,
  left: bigint,
  snapshot: Snapshot,
): BorneByStep {
  const id = lossStepId(rule);
  const year = Number(snapshot.period?.to.slice(0, 4) ?? 0);
  const untilYear = rule.years !== undefined && year > 0 ? year + rule.years : null;
  const average = averageFor(rule, snapshot);
  const node = explain({
    step: `loss.${rule.to}`,
    id,
    rule: rule.settlement ?? `borne by ${id}`,
    source: rule.source ?? 'policy',
    decidedBy: rule.decidedBy ?? 'assembly',
    parameter: {
      ...{ rate: rule.rate, named: rule.named, of: rule.of ?? 'loss', years: rule.years },
      ...(average
        ? {
            average: averagePart(rule.fund!, average, snapshot),
            ofYears: yearsCounted(average, snapshot).map((one) => one.year),
          }
        : {}),
    },
    input: { before: left + amount },
    output: { amount, left, untilYear, members },
  });
  return { to: rule.to, id, amount, lines, untilYear, node };
}
