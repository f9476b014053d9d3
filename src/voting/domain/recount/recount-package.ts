import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import type { ObjectionState } from '../tally/assent/consent.js';

/**
 * The recount package of a poll: everything that a count needs and nothing else, as lines of JSON, so that a million
 * ballots are written and read without holding them. The first line is the head, then comes a line for each counted
 * ballot ordered by check code (codes are random: their order says nothing of who voted when), then the foot.
 *
 * What guards what:
 * - `seal`, of each ballot: SHA-256 of its own line's content. One altered ballot is found by its place.
 * - `ballotsHash`, in the foot, in the API and in the sealed record of acts: the list as it was counted. Whoever alters a
 *   ballot and renews its seal is found by it.
 * - `checksum`, in the foot: SHA-256 of every line before it and of the foot without it. A file that was cut or edited is
 *   found by it.
 * Whoever forges all three still meets the hash in the record, and the receipts of the electors.
 */
export const recountFormat = 'rochdale-recount/1';

/** The first line. Weights are whole millionths of a vote, as text; people whole numbers, as text. */
export interface RecountHead {
  readonly format: typeof recountFormat;
  readonly cooperative: { readonly slug: string; readonly name: string };
  readonly poll: {
    readonly id: string;
    readonly question: string;
    readonly method: string;
    readonly methodVersion: number;
    readonly seats: number;
    readonly visibility: string;
    readonly recordOn: string;
    readonly opensAt: string;
    readonly closesAt: string;
    readonly closedAt: string;
    /** The announced closing, of a poll that ended before it because nothing could change its outcome. */
    readonly endedEarlyFrom?: string;
  };
  /** The rule under which the poll was called, whatever the bylaws say since. */
  readonly rule: {
    readonly key: string;
    readonly version: number;
    readonly article: string;
    readonly policy: Json;
  };
  /** Labels, in the order by which ballots name them: the first is 0. */
  readonly options: readonly string[];
  /** Options taken out of the vote while it was open; absent where none were. */
  readonly excluded?: readonly number[];
  /** The text whose hash orders tied options; null where no lot can decide. */
  readonly tieSeed: string | null;
  /** Who was entitled, by class; one class `everybody` where the rule asks for none. */
  readonly electorate: Json;
  /** Objections to a proposal decided by consent, as they stood at the close. */
  readonly objections: readonly {
    readonly reason: string;
    readonly state: ObjectionState;
    readonly weightMillionths: string;
  }[];
}

/** The line of a counted ballot. */
export interface RecountBallot {
  readonly code: string;
  /** The code of the elector's class; null where the rule asks for none, since it could name them. */
  readonly class: string | null;
  readonly weightMillionths: string;
  readonly marks: Json;
  /** The number of the member whose vote it is: in open polls alone. */
  readonly member?: number;
  /**
   * Of a vote that was passed on, the number of who held it, under whose check code it stands: in open polls alone. In
   * confidential ones it stands under a code of its own, like any other (`true` in packages written before that).
   */
  readonly heldBy?: number | true;
  readonly seal: string;
}

/** The last line. */
export interface RecountFoot {
  readonly ballots: number;
  readonly ballotsHash: string;
  readonly result: Json;
  readonly checksum: string;
}

/** What a ballot's line commits to. */
export const sealOf = (ballot: Omit<RecountBallot, 'seal'>): string =>
  sha256(`rochdale/counted-ballot/v1\n${canonicalJson(ballot)}`);

export const lineOf = (value: object): string => `${canonicalJson(value as Json)}\n`;
