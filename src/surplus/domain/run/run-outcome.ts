import { canonicalJson } from '../../../shared/canonical-json.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { lossPool } from '../loss-names.js';
import { amountInWords } from '../amount-in-words.js';
import type { CheckOutcome } from '../checks.js';
import { computeSurplus, type SurplusResult } from '../compute-surplus.js';
import { toPlainJson } from '../explain.js';
import { sumOf } from '../origin.js';
import type { SurplusReason } from '../reasons.js';
import { enteredIn, enteredNames, explainEntered, type EnteredInRun } from './entered-figures.js';
import { linesHash, PartiesHash, runHash, type BoundByVote, type RunHashVersion } from './run-hash.js';
import { linesOfInterest, linesOfLoss, linesOfPool, type RunLine } from './run-lines.js';
import { interestPool, type RunPolicy } from './run-policy.js';
import { expensedInterest, postingsOf } from './run-postings.js';
import type { Waterfall } from '../waterfall-report.js';
import { snapshotHash, wholeSnapshot, type FrozenSnapshot, type JsonObject } from './run-snapshot.js';

/** What a run came to: everything that is stored of it, and bound by the vote. */
export interface RunOutcome {
  readonly resultMinor: bigint;
  readonly surplusMinor: bigint;
  readonly verdict: 'pass' | 'warn' | 'block';
  readonly checks: readonly CheckOutcome[];
  /** Steps, pools, loss, explain trees and postings: everything but the participants' lines. */
  readonly outcome: JsonObject;
  readonly lines: readonly RunLine[];
  readonly snapshotHash: string;
  readonly runHash: string;
}
export interface RunTerms {
  readonly periodId: string;
  /** Its year names the accounts. */
  readonly year: number;
  readonly policy: RunPolicy;
  readonly recordedResultMinor: bigint | null;
  readonly currency: string;
  /** The run in the books that this one corrects. */
  readonly corrects: string | null;
  readonly hashVersion: RunHashVersion;
  /** A scenario is of no audited result. */
  readonly isScenario: boolean;
}

/**
 * Computes a run of a frozen snapshot by the engine, and lays out what is stored. Refusals are the engine's, in its
 * words. Besides the policy's own checks, the audited result on record must be what the figures come to after tax and
 * after interest that the accounts bear as an expense: a run of other figures is blocked.
 */
export function computeRun(snapshot: FrozenSnapshot, terms: RunTerms): RunOutcome | Refusal<SurplusReason> {
  const { policy } = terms;
  const whole = wholeSnapshot(snapshot);
  const computed = computeSurplus({ policy: partForRuns(policy.text as JsonObject), snapshot: whole });
  if (isRefusal(computed)) return computed;
  const entered = enteredIn(snapshot.header, enteredNames(snapshot.participants));
  const laidOut = layOut(computed, terms, entered);
  if (isRefusal(laidOut)) return laidOut;
  const { waterfall, loss } = computed.result as Computed['result'] & { waterfall: Waterfall };
  const lines = [
    ...waterfall.pools.flatMap(linesOfPool),
    ...(waterfall.capitalInterest ? linesOfInterest(waterfall.capitalInterest) : []),
    ...(loss ? linesOfLoss(loss) : []),
  ];
  const parties = new PartiesHash();
  for (const participant of snapshot.participants) parties.add(participant);
  const hashes = {
    snapshotHash: snapshotHash(whole),
    partiesHash: parties.digest(),
    linesHash: linesHash(lines, terms.hashVersion),
  };
  return { ...laidOut, ...hashesOf(laidOut, terms, hashes), lines };
}

type Computed = Pick<SurplusResult, 'result' | 'checks' | 'explain'>;
/** A run without its lines and its hashes. */
export type RunLaidOut = Omit<RunOutcome, 'lines' | 'snapshotHash' | 'runHash'>;

/** What is stored of a computed surplus besides its lines, with the checks of the books. */
export function layOut(
  computed: Computed,
  terms: RunTerms,
  entered: EnteredInRun | null,
): RunLaidOut | Refusal<SurplusReason> {
  const { waterfall, loss } = computed.result;
  const { policy } = terms;
  if (!waterfall)
    return new Refusal('MISSING_FIGURE', 'The run has no result to share: record it, or enter it.');
  const postings = postingsOf(waterfall, loss ?? null, policy, terms.year);
  const resultMinor =
    waterfall.surplus - sumOf(waterfall.losses) - waterfall.tax - expensedInterest(waterfall, policy);
  const checks = [...computed.checks, ...booksChecks(terms, resultMinor, computed)];
  const explained = [...explainEntered(entered), ...computed.explain];
  const outcome = outcomeJson({ ...computed, explain: explained }, postings);
  return { resultMinor, surplusMinor: waterfall.surplus, verdict: worst(checks), checks, outcome };
}

/** What the vote will bind. */
export const hashesOf = (
  { outcome }: RunLaidOut,
  { periodId, policy, corrects, hashVersion }: RunTerms,
  hashes: Pick<BoundByVote, 'snapshotHash' | 'partiesHash' | 'linesHash'>,
): Pick<RunOutcome, 'snapshotHash' | 'runHash'> => ({
  snapshotHash: hashes.snapshotHash,
  runHash: runHash({
    ...{ version: hashVersion, periodId, corrects, policyHash: policy.hash },
    ...{ outcome, ...hashes },
  }),
});

/** Rules of exits, redemption and payments stand in the same policy, and are carried out by other acts. */
export function partForRuns(policy: JsonObject): JsonObject {
  const parts = [
    'id',
    'version',
    'preset',
    'presetChecked',
    'decidedBy',
    'moneyBases',
    'waterfall',
    'checks',
    'loss',
    'notices',
  ];
  return Object.fromEntries(Object.entries(policy).filter(([field]) => parts.includes(field)));
}

function booksChecks(
  { recordedResultMinor, isScenario, currency }: RunTerms,
  resultMinor: bigint,
  { result }: Computed,
): readonly CheckOutcome[] {
  const check = (id: string, outcome: CheckOutcome['outcome'], message: string, detail: string) => ({
    id,
    outcome,
    article: 'the books',
    message,
    detail,
  });
  const bearable = sumOf(result.waterfall!.losses);
  const unborne =
    bearable > 0n && !result.loss
      ? [
          check(
            'books.loss',
            'warn',
            'A loss is borne by nobody: the policy has no rule for it.',
            amountInWords(bearable, currency),
          ),
        ]
      : [];
  if (isScenario) return unborne;
  if (recordedResultMinor === null)
    return [
      ...unborne,
      check(
        'books.result',
        'warn',
        'The audited result has not been recorded.',
        `the figures give ${amountInWords(resultMinor, currency)}`,
      ),
    ];
  return [
    ...unborne,
    check(
      'books.result',
      recordedResultMinor === resultMinor ? 'pass' : 'block',
      'The figures come to the audited result, after tax and interest borne as an expense.',
      `${amountInWords(resultMinor, currency)} against ${amountInWords(recordedResultMinor, currency)} on record`,
    ),
  ];
}

const worst = (checks: readonly CheckOutcome[]): RunOutcome['verdict'] =>
  (['block', 'warn'] as const).find((level) => checks.some(({ outcome }) => outcome === level)) ?? 'pass';

function outcomeJson(computed: Computed, postings: ReturnType<typeof postingsOf>): JsonObject {
  const waterfall = computed.result.waterfall!;
  const loss = computed.result.loss ?? null;
  const interest = waterfall.capitalInterest;
  const whole = {
    entries: waterfall.entries,
    undecidedMinor: waterfall.undecided,
    fromSurplusMinor: postings.fromSurplusMinor,
    postings: postings.funds,
    pools: [
      ...waterfall.pools.map(({ result, disputed }) => ({
        pool: result.id,
        part: 'pool',
        sizeMinor: disputed?.size ?? result.size,
        toFundMinor: result.toFund,
        fund: result.fund,
        heldMinor: disputed?.held ?? 0n,
        fundLeastMinor: disputed?.fundLeast ?? result.toFund,
        rate: result.rate,
        totalValue: result.totalValue,
        forms: result.totals,
      })),
      ...(interest
        ? [
            {
              ...{
                pool: interestPool,
                part: 'interest',
                sizeMinor: interest.amount,
                toFundMinor: 0n,
                fund: null,
              },
              ...{ heldMinor: 0n, fundLeastMinor: 0n, rate: interest.rate, totalValue: null, forms: {} },
            },
          ]
        : []),
      ...(loss?.steps ?? [])
        .filter(({ to }) => to === 'members')
        .map(({ id, amount }) => ({
          ...{ pool: lossPool(id), part: 'loss', sizeMinor: amount, toFundMinor: 0n, fund: null },
          ...{ heldMinor: 0n, fundLeastMinor: 0n, rate: null, totalValue: null, forms: {} },
        })),
    ],
    loss: loss && {
      lossMinor: loss.loss,
      steps: loss.steps.map(({ to, id, amount, untilYear }) => ({ to, id, amountMinor: amount, untilYear })),
    },
    explain: computed.explain,
  };
  // Written once as it will be read back, so that the hash is of what is stored.
  return JSON.parse(canonicalJson(toPlainJson(whole))) as JsonObject;
}
