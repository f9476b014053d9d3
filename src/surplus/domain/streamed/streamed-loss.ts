import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import type { Entitled, Period } from '../eligibility.js';
import type { LossStep } from '../input/policy-schema.js';
import type { Participant, Snapshot } from '../input/snapshot-schema.js';
import {
  bearing,
  bookedAgainst,
  daysWithoutPeriod,
  hasUnclearMinimum,
  limitedByBalance,
  lossWeighting,
  unclearMinimum,
  type LossLine,
  lossNotBorne,
} from '../loss-members.js';
import { lossStepId } from '../loss-names.js';
import type { SurplusReason } from '../reasons.js';
import { nobodyHasWeight } from '../share-out.js';
import { MeasuredBases } from '../weights.js';
import { Present, Stepping } from './passes.js';
import { drawFor } from './streamed-apportionment.js';
import type { LineOfLoss } from './streamed-line.js';
import { shareStreamed, type StreamedLimits, type StreamedSharing } from './streamed-sharing.js';
import { weighMeasured, type StreamedWeights } from './streamed-weights.js';
import { showingAtLast, visiting, type Steps } from './visits.js';

type Refused = Refusal<SurplusReason>;

/** The members' part of a loss, shared as `shareLossAmongMembers` does it, in passes. */
export class StreamedLoss {
  constructor(
    private readonly rule: LossStep,
    private readonly period: Period | undefined,
    private readonly amount: bigint,
    private readonly weights: StreamedWeights,
    private readonly sharing: StreamedSharing,
    /** Those not listed, who bear their part together. */
    private readonly others: Entitled | null,
    readonly members: number,
  ) {}

  /** What one of them bears; null for whom the rule leaves out, and of those not listed when there are none. */
  lineOf(one: Entitled): LineOfLoss | null {
    const own = one instanceof Present ? bearing(one.participant, this.rule, this.period) : this.others;
    return own && this.borneBy(own);
  }

  private borneBy(one: Entitled): LineOfLoss {
    const { participant } = one;
    const line = this.sharing.lineOf(participant, this.weights.weightOf(one));
    const loss: LossLine = bookedAgainst(participant, this.rule, line);
    return { loss, step: lossStepId(this.rule), whole: this.amount };
  }
}

/** The passes of a step; everybody who bears something of it is shown to it as they do. */
export const bearInPasses = (
  amount: bigint,
  rule: LossStep,
  snapshot: Snapshot,
  others: Entitled | null | Refused,
): Stepping<StreamedLoss | Refused> =>
  new Stepping(
    ({ participant }) => bearing(participant, rule, snapshot.period),
    lossStreamed(amount, rule, snapshot, others),
  );

function* lossStreamed(
  amount: bigint,
  rule: LossStep,
  snapshot: Snapshot,
  others: Entitled | null | Refused,
): Steps<StreamedLoss | Refused> {
  const weighting = lossWeighting(rule);
  const measured = MeasuredBases.of(weighting);
  const counted = { members: 0, unclear: null as string | null };
  const seen = { counted, measured: isRefusal(measured) ? {} : measured.seen };
  yield visiting(seen, (one) => {
    counted.members += 1;
    if (hasUnclearMinimum(one.participant, weighting)) counted.unclear ??= one.participant.key;
    if (!isRefusal(measured)) measured.add(one);
  });
  const undated = daysWithoutPeriod(weighting, snapshot.period);
  if (undated) return undated;
  if (counted.unclear !== null) return unclearMinimum(counted.unclear);
  if (isRefusal(others)) return others;
  if (isRefusal(measured)) return measured;
  if (others) measured.add(others);
  return yield* showingAtLast(
    borneStreamed(amount, rule, snapshot, { measured, others, listed: counted.members }),
    () => others,
  );
}

interface Members {
  readonly measured: MeasuredBases;
  readonly others: Entitled | null;
  readonly listed: number;
}

function* borneStreamed(
  amount: bigint,
  rule: LossStep,
  snapshot: Snapshot,
  { measured, others, listed }: Members,
): Steps<StreamedLoss | Refused> {
  const weights = yield* weighMeasured(measured);
  if (amount > 0n && weights.positive === 0) return lossNotBorne(amount, nobodyHasWeight());
  const limits: StreamedLimits = {
    any: rule.belowZero === 'reallocate',
    restToFund: false,
    line: (who: Participant, weight) => limitedByBalance(rule, who, weight),
  };
  const draw = drawFor(snapshot.seed ?? '', 1);
  const shared = yield* shareStreamed(limits, amount, weights, (one) => weights.weightOf(one), draw);
  if (isRefusal(shared)) return lossNotBorne(amount, shared);
  return new StreamedLoss(rule, snapshot.period, amount, weights, shared, others, listed + (others ? 1 : 0));
}
