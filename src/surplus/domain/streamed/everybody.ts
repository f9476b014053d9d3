import { Ratio } from '../../../shared/ratio.js';
import type { Refusal } from '../../../shared/refusal.js';
import { faultOfChoices } from '../choices.js';
import type { Entitled } from '../eligibility.js';
import { faultOfParticipant } from '../input/read-input.js';
import type { Participant, Snapshot } from '../input/snapshot-schema.js';
import { everybodyNotListed } from '../pool.js';
import type { SurplusReason } from '../reasons.js';
import { quantityOf } from '../weights.js';
import { visiting, type Steps } from './visits.js';

/** What those listed have together, of the bases whose totals are given. */
export class ListedTotals {
  readonly seen: { totals: Map<string, Ratio> };

  constructor(private readonly whole: ReadonlyMap<string, Ratio> | undefined) {
    this.seen = { totals: new Map([...(whole?.keys() ?? [])].map((basis) => [basis, Ratio.zero])) };
  }

  add(participant: Participant): void {
    const { totals } = this.seen;
    for (const [basis, total] of totals) totals.set(basis, total.plus(quantityOf(participant, basis)));
  }

  /** Those who are not listed as one participant, when the totals of a basis say that there are some. */
  others(): Entitled | null | Refusal<SurplusReason> {
    return this.whole ? everybodyNotListed(this.whole, this.seen.totals) : null;
  }
}

/** What is told of all participants together by the first pass over them. */
export interface Everybody {
  /**
   * Those who are not listed, as one participant. They are the same however a dispute ends: it changes what somebody
   * listed has, and with it the total.
   */
  readonly others: Entitled | null | Refusal<SurplusReason>;
  /** The keys, of those that disputes name, that somebody has. */
  readonly found: ReadonlySet<string>;
  /** Refuses somebody whose amounts are in another currency, whose dates contradict each other, or who chose what nobody is offered. */
  readonly faulty: Refusal<SurplusReason> | null;
}

/** One pass over everybody, whom no rule leaves out. */
export function* countEverybody(
  snapshot: Snapshot,
  named: ReadonlySet<string>,
  offered: ReadonlyMap<string, readonly string[]>,
): Steps<Everybody> {
  const listed = new ListedTotals(snapshot.basisTotals);
  const seen = {
    listed: listed.seen,
    found: [] as string[],
    faulty: null as Pick<Participant, 'key' | 'currency' | 'joinedOn' | 'leftOn'> | null,
    mischosen: null as Pick<Participant, 'key' | 'choices'> | null,
  };
  yield visiting(seen, ({ participant }) => {
    listed.add(participant);
    const { key, currency, joinedOn, leftOn } = participant;
    if (named.has(key)) seen.found.push(key);
    if (seen.mischosen === null && faultOfChoices(participant, offered))
      seen.mischosen = { key, choices: participant.choices! };
    if (seen.faulty === null && faultOfParticipant(participant, snapshot))
      seen.faulty = {
        key,
        ...(currency === undefined ? {} : { currency }),
        ...(joinedOn === undefined ? {} : { joinedOn }),
        ...(leftOn === undefined ? {} : { leftOn }),
      };
  });
  return {
    others: listed.others(),
    found: new Set(seen.found),
    faulty: seen.faulty
      ? faultOfParticipant(seen.faulty, snapshot)
      : seen.mischosen && faultOfChoices(seen.mischosen, offered),
  };
}
