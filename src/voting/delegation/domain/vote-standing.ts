import type { CalendarDate } from '../../../shared/calendar-date.js';
import type { DeadEnd, VoteEnd } from './resolve-votes.js';

/** Where the vote of one member stands in one poll, the strongest reason first. */
export const standingKinds = [
  'not_elector',
  'withdrawn',
  'own_ballot',
  'asked_again',
  'forbidden',
  'resting',
  'counted',
  'cycle',
  'dead_end',
  'holder_cap',
  'blocked',
  'nothing',
] as const;
export type StandingKind = (typeof standingKinds)[number];

/** A delegation of the member for this poll that is set aside, and since when. */
export interface RestingDelegation {
  readonly id: string;
  readonly holder: string | null;
  readonly rests: 'expired' | 'lapsed';
  /** The last day on which it counted. */
  readonly until: CalendarDate;
}

/** What is known of one member in one poll. */
export interface StandingFacts {
  readonly isElector: boolean;
  readonly hasWithdrawn: boolean;
  readonly hasBallot: boolean;
  /** Whether a ballot of theirs was cast, also one that counts no longer since the text has changed. */
  readonly hasCast: boolean;
  readonly isCurrent: boolean;
  readonly allowed: boolean;
  readonly holderCap: number | null;
  /** True once the poll has been counted: then nothing of this can change. */
  readonly isFinal: boolean;
  /** Where the vote went; null when no delegation of the member applies. */
  readonly end: VoteEnd | null;
  readonly resting: readonly RestingDelegation[];
}

/**
 * Where a vote stands, as the member may see it. Names are shown as far as each delegation is the member's own affair:
 * whom they chose, and whose ballot is counted for their vote. Who stands between chose among themselves, and is only
 * counted. A circle is shown whole to those in it, since each of them can break it.
 */
export interface VoteStanding {
  readonly kind: StandingKind;
  readonly isFinal: boolean;
  readonly nextHolder: string | null;
  /** Whose ballot is counted for the vote, or would be but for the cap. */
  readonly holder: string | null;
  readonly steps: number;
  readonly deadEnd: DeadEnd | null;
  /** Where a dead end lies, if it is the holder whom the member chose. */
  readonly deadEndAt: string | null;
  /** The members of a circle in order, from the next one on to the member; empty outside it. */
  readonly circle: readonly string[];
  readonly holderCap: number | null;
  readonly resting: readonly RestingDelegation[];
}

/** Tells a member's standing from what is known. */
export function standingOf(facts: StandingFacts): VoteStanding {
  const kind = kindOf(facts);
  const passed =
    facts.end === null || facts.end.kind === 'blocked' || kind !== facts.end.kind ? null : facts.end;
  const nextHolder = passed?.path[0] ?? null;
  const isLast = passed !== null && passed.kind === 'dead_end' && passed.at === nextHolder;
  return {
    kind,
    isFinal: facts.isFinal,
    nextHolder,
    holder: passed?.kind === 'counted' || passed?.kind === 'holder_cap' ? passed.at : null,
    steps: passed?.steps ?? 0,
    deadEnd: passed?.kind === 'dead_end' ? passed.deadEnd : null,
    deadEndAt: isLast ? passed.at : null,
    circle: passed?.kind === 'cycle' && passed.inCircle ? passed.path : [],
    holderCap: facts.holderCap,
    resting: kind === 'own_ballot' || kind === 'asked_again' || kind === 'not_elector' ? [] : facts.resting,
  };
}

function kindOf(facts: StandingFacts): StandingKind {
  if (!facts.isElector) return 'not_elector';
  if (facts.hasWithdrawn) return 'withdrawn';
  if (facts.hasBallot) return 'own_ballot';
  // What was frozen before stands as it was counted, whatever is the rule since.
  if (facts.end !== null && facts.isFinal) return facts.end.kind;
  if (facts.hasCast) return 'asked_again';
  if (!facts.allowed) return 'forbidden';
  if (facts.end !== null) return facts.end.kind;
  return facts.isCurrent ? 'nothing' : 'resting';
}
