import type { Refusal } from '../../../shared/refusal.js';
import {
  disputedStranger,
  endingsTouching,
  everyEnding,
  mostEndings,
  recordsOf,
  tooManyEndings,
  withRecord,
  type DisputedRecord,
} from '../dispute-endings.js';
import type { Pool } from '../input/rule-schema.js';
import type { Dispute, Participant } from '../input/snapshot-schema.js';
import type { SurplusReason } from '../reasons.js';

/** The records as they stand, or as they would in one way in which the open disputes may end. */
export class Ending {
  private readonly changes = new Map<string, DisputedRecord[]>();

  constructor(records: readonly DisputedRecord[]) {
    for (const record of records) {
      const own = this.changes.get(record.key);
      if (own) own.push(record);
      else this.changes.set(record.key, [record]);
    }
  }

  /** Somebody as this ending has them. */
  of(one: Participant): Participant {
    return this.changes.get(one.key)?.reduce(withRecord, one) ?? one;
  }

  /** Refuses records of somebody who is not among those found. */
  strangerTo(found: ReadonlySet<string>): Refusal<SurplusReason> | null {
    const stranger = [...this.changes.keys()].find((key) => !found.has(key));
    return stranger === undefined ? null : disputedStranger(stranger);
  }
}

/** The ways in which the disputes end that a pool depends on, as recorded first; that alone when there are too many. */
export function endingsOf(
  pool: Pool,
  disputes: readonly Dispute[],
  people: number,
): { readonly endings: readonly Ending[]; readonly tooMany: Refusal<SurplusReason> | null } {
  const touching = endingsTouching(pool, disputes);
  const asRecorded = new Ending([]);
  const most = mostEndings(people);
  if (touching.combinations > most)
    return { endings: [asRecorded], tooMany: tooManyEndings(pool, touching, most) };
  const changed = [...everyEnding(touching.open)].map(
    (decided) => new Ending(recordsOf(touching.open, decided)),
  );
  return { endings: [asRecorded, ...changed], tooMany: null };
}

/** Everybody whom a dispute names. */
export const namedBy = (disputes: readonly Dispute[]): ReadonlySet<string> =>
  new Set(
    disputes.flatMap(({ outcomes }) => outcomes.flatMap(({ records }) => records.map(({ key }) => key))),
  );
