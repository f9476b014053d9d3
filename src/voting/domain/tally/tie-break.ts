import { sha256, type Json } from '../../../shared/canonical-json.js';
import { refuseTally, type TallyRefusal } from './tally-method.js';

/**
 * What happens when the rule leaves several candidates equal. Named when the poll opens, never hidden:
 * - `fixed_order`: an order drawn and published before the count; when someone is chosen the EARLIEST of
 *   the tied is taken, when someone is excluded the LATEST of the tied goes;
 * - `previous_rounds`: look back from the latest earlier round, keep those with the most votes (choosing)
 *   or the fewest (excluding), and give whoever is still tied to `then`;
 * - `report_tie`: the engine does not pick; the tie is the result.
 */
export type TieBreak =
  | { readonly mode: 'fixed_order'; readonly order: readonly number[] }
  | { readonly mode: 'previous_rounds'; readonly then: TieBreak }
  | { readonly mode: 'report_tie' };

export type TiePurpose = 'choose' | 'exclude';

/** Who was picked and by what; `picked` is null when the rule reports the tie. */
export interface TieDecision {
  readonly picked: number | null;
  readonly by: 'history' | 'lot' | 'reported';
  readonly tied: readonly number[];
}

/** Votes of every candidate at the end of an earlier round, comparable exactly. */
export type EarlierRound = readonly (bigint | number)[];

/**
 * Picks one of `tied` (two or more). `earlier` holds the rounds before the present one, oldest first; it
 * matters to `previous_rounds` alone.
 */
export function breakTie(
  rule: TieBreak,
  purpose: TiePurpose,
  tied: readonly number[],
  earlier: readonly EarlierRound[] = [],
): TieDecision {
  if (rule.mode === 'report_tie') return { picked: null, by: 'reported', tied: [...tied] };
  if (rule.mode === 'fixed_order') {
    const inOrder = rule.order.filter((candidate) => tied.includes(candidate));
    const picked = purpose === 'choose' ? inOrder[0] : inOrder.at(-1);
    return { picked: picked!, by: 'lot', tied: [...tied] };
  }
  let remaining = [...tied];
  for (let round = earlier.length - 1; round >= 0 && remaining.length > 1; round--) {
    remaining = extreme(remaining, earlier[round]!, purpose);
  }
  if (remaining.length === 1) return { picked: remaining[0]!, by: 'history', tied: [...tied] };
  return { ...breakTie(rule.then, purpose, remaining, earlier), tied: [...tied] };
}

/** Whether a tie may stay as it is under the rule, since nothing in it picks at last. */
export const reportsTies = (rule: TieBreak): boolean =>
  rule.mode === 'report_tie' || (rule.mode === 'previous_rounds' && reportsTies(rule.then));

function extreme(tied: readonly number[], votes: EarlierRound, purpose: TiePurpose): number[] {
  const best = tied
    .map((candidate) => votes[candidate]!)
    .reduce((a, b) => ((purpose === 'choose' ? b > a : b < a) ? b : a));
  return tied.filter((candidate) => votes[candidate] === best);
}

/**
 * The order that a recorded seed gives: candidate k of the frozen list gets SHA-256 of `seed:k` (UTF-8,
 * k in decimal from 0), and the hexadecimal digests are sorted ascending. Nobody can choose the outcome of a
 * seed drawn after the list is frozen, and anyone can redo the draw with any SHA-256 tool.
 */
export function drawOrder(seed: string, candidateCount: number): number[] {
  const lots = Array.from({ length: candidateCount }, (_, candidate) => ({
    candidate,
    digest: sha256(`${seed}:${candidate}`),
  }));
  lots.sort((a, b) => (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : a.candidate - b.candidate));
  return lots.map((lot) => lot.candidate);
}

/** The rule as it stands in an outcome, so that who reads it knows the drawn order, and that there was none. */
export const tieBreakJson = (rule: TieBreak): Json =>
  rule.mode === 'fixed_order'
    ? { mode: rule.mode, order: rule.order }
    : rule.mode === 'previous_rounds'
      ? { mode: rule.mode, then: tieBreakJson(rule.then) }
      : { mode: rule.mode };

const MODES = 'fixed_order, previous_rounds, report_tie';

/**
 * Reads a recorded tie-break: `{mode: "fixed_order", order}`, `{mode: "fixed_order", seed}` (the order is then
 * drawn by `drawOrder`), `{mode: "previous_rounds", then}`, `{mode: "report_tie"}`. Refuses unknown modes and
 * fields by name, `previous_rounds` after itself, and an order that is not each candidate exactly once.
 */
export function readTieBreak(
  value: Json | undefined,
  candidateCount: number,
  after?: 'previous_rounds',
): TieBreak | TallyRefusal {
  if (value === undefined || value === null) {
    return refuseTally(
      'MISSING_OPTION',
      'The rule does not say how ties are broken: set the option "tie_break".',
    );
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return refuseTally('UNKNOWN_OPTION_VALUE', `"tie_break" is an object with a mode (${MODES}).`);
  }
  const record = value as { readonly [field: string]: Json };
  const allowed = FIELDS_OF_MODE.get(record['mode']);
  if (!allowed || (after !== undefined && record['mode'] === after)) {
    const mode = JSON.stringify(record['mode'] ?? null);
    return refuseTally('UNKNOWN_OPTION_VALUE', `"tie_break.mode" ${mode} is unknown; known: ${MODES}.`);
  }
  const unknown = Object.keys(record).find((field) => !allowed.includes(field));
  if (unknown) return refuseTally('UNKNOWN_OPTION', `The option "tie_break.${unknown}" is unknown.`);
  if (record['mode'] === 'report_tie') return { mode: 'report_tie' };
  if (record['mode'] === 'fixed_order') return readOrder(record, candidateCount);
  const then = readTieBreak(record['then'] ?? { mode: 'report_tie' }, candidateCount, 'previous_rounds');
  return 'reason' in then ? then : { mode: 'previous_rounds', then };
}

const FIELDS_OF_MODE = new Map<Json | undefined, readonly string[]>([
  ['fixed_order', ['mode', 'order', 'seed']],
  ['previous_rounds', ['mode', 'then']],
  ['report_tie', ['mode']],
]);

function readOrder(
  record: { readonly [field: string]: Json },
  candidateCount: number,
): TieBreak | TallyRefusal {
  const { order, seed } = record;
  if (order === undefined && typeof seed === 'string' && seed !== '') {
    return { mode: 'fixed_order', order: drawOrder(seed, candidateCount) };
  }
  const listed = Array.isArray(order) ? (order as readonly Json[]) : [];
  const complete = listed.length === candidateCount && new Set(listed).size === candidateCount;
  const valid = listed.every(
    (entry) => Number.isInteger(entry) && Number(entry) >= 0 && Number(entry) < candidateCount,
  );
  if (!Array.isArray(order) || seed !== undefined || !complete || !valid) {
    return refuseTally(
      'UNKNOWN_OPTION_VALUE',
      `"tie_break.order" lists each of the ${candidateCount} candidates exactly once, by position from 0 (or give a "seed" instead).`,
    );
  }
  return { mode: 'fixed_order', order: listed as readonly number[] };
}
