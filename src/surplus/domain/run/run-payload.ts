import { isId } from '../../../shared/ids.js';
import { Refusal } from '../../../shared/refusal.js';
import { amountInWords } from '../amount-in-words.js';

/** What a decision on a run binds: which run, under which hash, and the sentence that voters read. */
export interface RunPayload {
  readonly runId: string;
  readonly runHash: string;
  readonly sentence: string;
}

/** Reads a payload that was written down; refuses INVALID_INPUT with every field at fault. */
export function parseRunPayload(payload: Readonly<Record<string, unknown>>): RunPayload | Refusal {
  const { runId, runHash, sentence } = payload;
  const faults = [
    ...(typeof runId === 'string' && isId(runId) ? [] : ['runId: the identifier of a run.']),
    ...(typeof runHash === 'string' && /^[0-9a-f]{64}$/.test(runHash) ? [] : ['runHash: the hash of a run.']),
    ...(typeof sentence === 'string' ? [] : ['sentence: what the run does.']),
  ];
  if (faults.length > 0) return new Refusal('INVALID_INPUT', 'A run cannot be decided on like this.', faults);
  return { runId: runId as string, runHash: runHash as string, sentence: sentence as string };
}

export interface RunInWords {
  readonly name: string;
  readonly periodName: string;
  readonly currency: string;
  readonly surplusMinor: bigint;
  readonly lossMinor: bigint;
  /** What goes to reserves, funds, tax and old losses before anybody gets a part. */
  readonly setAsideMinor: bigint;
  readonly undecidedMinor: bigint;
  readonly runHash: string;
  readonly isCorrection: boolean;
}

/** What is set aside or left to be decided is not shared: a voter reads the sum that people get. */
function sharedInWords(
  { surplusMinor, setAsideMinor, undecidedMinor }: RunInWords,
  amount: (minor: bigint) => string,
): string {
  if (setAsideMinor === 0n && undecidedMinor === 0n) return `a surplus of ${amount(surplusMinor)} is shared`;
  const further = [
    ...(setAsideMinor > 0n ? [`${amount(setAsideMinor)} goes to reserves, funds, tax or old losses`] : []),
    ...(undecidedMinor > 0n ? [`${amount(undecidedMinor)} is left to be decided`] : []),
  ];
  const shared = `${amount(surplusMinor - setAsideMinor - undecidedMinor)} is shared`;
  return `of a surplus of ${amount(surplusMinor)}, ${[shared, ...further].join(further.length === 1 ? ' and ' : ', ')}`;
}

/** One sentence that says what the decision will do, with the start of the hash that it binds. */
export function runInWords(run: RunInWords): string {
  const amount = (minor: bigint): string => amountInWords(minor, run.currency);
  const parts = [
    ...(run.surplusMinor > 0n ? [sharedInWords(run, amount)] : []),
    ...(run.lossMinor > 0n ? [`a loss of ${amount(run.lossMinor)} is borne`] : []),
  ];
  const what = parts.length === 0 ? 'there is nothing to share' : parts.join(', ');
  const start = run.isCorrection ? 'Correction of' : 'Of';
  return `${start} ${run.periodName}, as computed in “${run.name}” (${run.runHash.slice(0, 12)}): ${what}.`;
}
