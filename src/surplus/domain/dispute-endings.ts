import type { Refusal } from '../../shared/refusal.js';
import type { Pool } from './input/rule-schema.js';
import type { Dispute, Participant } from './input/snapshot-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/** By dispute id the outcome id that was decided; a dispute not named stands as recorded. */
export type Decided = ReadonlyMap<string, string>;
export type DisputedRecord = Dispute['outcomes'][number]['records'][number];

/** The disputes that a pool depends on, and in how many ways they can end together. */
export function endingsTouching(
  pool: Pool,
  disputes: readonly Dispute[],
): { readonly open: readonly Dispute[]; readonly combinations: number } {
  const open = disputes.filter((dispute) => touches(dispute, pool));
  return { open, combinations: open.reduce((product, { outcomes }) => product * (outcomes.length + 1), 1) };
}

/**
 * In how many ways the open disputes about a pool may end among so many people. Each way is a sharing of its own: 64 of
 * them take minutes among a million, and 1,024 are as much as is kept of so many at once, except among a few thousand.
 * A run that was computed computes again when a dispute has ended: there is one limit, however it is computed.
 */
export function mostEndings(people: number): number {
  const among = Math.max(1, people);
  return Math.max(Math.floor(5_000_000 / among), Math.min(1_024, Math.floor(64_000_000 / among)));
}

/** Endings multiply; what would not end is refused, with what the cooperative can do. */
export const tooManyEndings = (
  { id, name }: Pool,
  { open, combinations }: ReturnType<typeof endingsTouching>,
  most: number,
): Refusal<SurplusReason> =>
  refuse(
    'TOO_MANY_OUTCOMES',
    `${open.length} open disputes about ${name ?? id} can end in ${inWords(combinations)} ways: too many to compare.`,
    [`at most ${most} can be; settle some of the disputes first, then compute again`],
  );
const inWords = (ways: number): string => (ways > 1_000_000 ? 'more than a million' : String(ways));

const touches = ({ outcomes }: Dispute, pool: Pool): boolean =>
  outcomes.some(({ records }) => records.some(({ basis }) => dependsOn(pool, basis)));

const dependsOn = (pool: Pool, basis: string): boolean =>
  pool.weighting.bases.has(basis) ||
  pool.cap?.basis === basis ||
  pool.floor?.basis === basis ||
  (pool.method === 'levelling' && basis === 'received') ||
  (pool.eligibility?.minimumOfBasis ?? []).some((minimum) => minimum.basis === basis);

/** Every combination of endings, the one in which all stands as recorded left out. */
export function* everyEnding(disputes: readonly Dispute[]): Generator<Decided> {
  const endings = disputes.map(({ id, outcomes }) =>
    [null, ...outcomes.map((one) => one.id)].map((end) => [id, end] as const),
  );
  const total = endings.reduce((product, { length }) => product * length, 1);
  for (let number = 1; number < total; number += 1) {
    let rest = number;
    const decided = new Map<string, string>();
    for (const choices of endings) {
      const [id, outcome] = choices[rest % choices.length]!;
      rest = Math.floor(rest / choices.length);
      if (outcome !== null) decided.set(id, outcome);
    }
    yield decided;
  }
}

/** The records that an ending changes, in the order of the disputes. */
export const recordsOf = (disputes: readonly Dispute[], decided: Decided): readonly DisputedRecord[] =>
  disputes.flatMap(({ id, outcomes }) => outcomes.find((one) => one.id === decided.get(id))?.records ?? []);

/** Somebody with one of their records as it would stand. */
export const withRecord = (
  one: Participant,
  { basis, quantity }: Pick<DisputedRecord, 'basis' | 'quantity'>,
): Participant => ({ ...one, bases: new Map(one.bases ?? []).set(basis, quantity) });

export const disputedStranger = (key: string): Refusal<SurplusReason> =>
  refuse('UNKNOWN_PARTICIPANT', `A dispute names ${key}, who is not among the participants.`);
