import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import type { Entitled } from '../eligibility.js';
import type { LossStep } from '../input/policy-schema.js';
import type { Weighting } from '../input/rule-schema.js';
import type { Participant, Snapshot } from '../input/snapshot-schema.js';
import {
  balancesCannotBear,
  bearing,
  bookedAgainst,
  limitedByBalance,
  lossWeighting,
  type LossLine,
} from '../loss-members.js';
import { lossStepId } from '../loss-waterfall.js';
import type { SurplusReason } from '../reasons.js';
import { nobodyHasWeight } from '../share-out.js';
import { MeasuredBases } from '../weights.js';
import { ListedTotals } from './everybody.js';
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
    private readonly amount: bigint,
    private readonly weights: StreamedWeights,
    private readonly sharing: StreamedSharing,
    /** Those not listed, who bear their part together. */
    private readonly others: Entitled | null,
    readonly members: number,
  ) {}

  /** What one of them bears; of those not listed null when there are none. */
  lineOf(one: Entitled): LineOfLoss | null {
    if (one instanceof Present) return this.borneBy(bearing(one.participant, lossWeighting(this.rule)));
    return this.others && this.borneBy(this.others);
  }

  private borneBy(one: Entitled): LineOfLoss {
    const { participant } = one;
    const line = this.sharing.lineOf(participant, this.weights.weightOf(one));
    const loss: LossLine = bookedAgainst(participant.balance, line);
    return { loss, step: lossStepId(this.rule), whole: this.amount };
  }
}

/** The passes of a step; everybody is shown to it as they bear a loss. */
export const bearInPasses = (
  amount: bigint,
  rule: LossStep,
  snapshot: Snapshot,
): Stepping<StreamedLoss | Refused> => {
  const weighting = lossWeighting(rule);
  const steps = lossStreamed(amount, rule, weighting, snapshot);
  return new Stepping(({ participant }) => bearing(participant, weighting), steps);
};

function* lossStreamed(
  amount: bigint,
  rule: LossStep,
  weighting: Weighting,
  snapshot: Snapshot,
): Steps<StreamedLoss | Refused> {
  const listed = new ListedTotals(snapshot.basisTotals);
  const measured = MeasuredBases.of(weighting);
  const counted = { members: 0 };
  const seen = { counted, listed: listed.seen, measured: isRefusal(measured) ? {} : measured.seen };
  yield visiting(seen, (one) => {
    counted.members += 1;
    listed.add(one.participant);
    if (!isRefusal(measured)) measured.add(one);
  });
  const others = listed.others();
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
  if (amount > 0n && weights.positive === 0) return nobodyHasWeight();
  const limits: StreamedLimits = {
    any: rule.belowZero === 'reallocate',
    restToFund: false,
    line: (who: Participant, weight) => limitedByBalance(rule, who, weight),
  };
  const draw = drawFor(snapshot.seed ?? '', 1);
  const shared = yield* shareStreamed(limits, amount, weights, (one) => weights.weightOf(one), draw);
  if (isRefusal(shared)) return balancesCannotBear(amount, shared);
  return new StreamedLoss(rule, amount, weights, shared, others, listed + (others ? 1 : 0));
}
