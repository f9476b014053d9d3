import type { MethodName } from '../membership/domain/decision-rule.js';
import type { CountingPhase } from './counting/ballot-counting.js';
import type { StoredArithmetic } from './domain/arithmetic-json.js';
import type { BallotMarks } from './domain/ballots/ballot-marks.js';
import type { PollOutcome } from './domain/count-poll.js';
import type { StoredElectorate } from './domain/counted-electorate.js';
import type { PollState } from './domain/poll-lifecycle.js';
import type { Outcome } from './domain/tally/tally-method.js';
import type { WithholdingGround } from './withheld-counts.js';

/** A poll as readers see it; `state` is `closing` from the closing instant until the result is there. */
export interface PollRow {
  readonly id: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly bodyId: string;
  readonly bodyName: string;
  readonly question: string;
  readonly textVersion: number;
  readonly method: MethodName;
  readonly methodVersion: number;
  readonly seats: number;
  /** What ties by lot were drawn from; null where nothing is chosen among options. */
  readonly tieSeed: string | null;
  readonly topic: string | null;
  /** The policy in its stored form, frozen at opening. */
  readonly rule: unknown;
  readonly ruleKey: string;
  readonly ruleVersion: number;
  readonly ruleArticle: string;
  readonly ruleText: string;
  readonly ruleLanguage: string;
  readonly visibility: 'open' | 'confidential';
  readonly recordOn: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  /** The announced closing, of a poll that ended before it. */
  readonly endedEarlyFrom: Date | null;
  readonly state: PollState;
  readonly eligiblePeople: bigint;
  readonly eligibleWeightMillionths: bigint;
  readonly openedBy: string | null;
}

export const pollColumns = `p.id, p.subject_type AS "subjectType", p.subject_id AS "subjectId", p.body_id AS "bodyId",
  b.name AS "bodyName", p.question, p.text_version AS "textVersion", p.method, p.method_version AS "methodVersion",
  p.seats, p.tie_seed AS "tieSeed", p.topic, p.rule, p.rule_key AS "ruleKey",
  p.rule_version AS "ruleVersion", r.article AS "ruleArticle", r.text AS "ruleText", r.language AS "ruleLanguage",
  p.visibility, p.record_on AS "recordOn", p.opens_at AS "opensAt", p.closes_at AS "closesAt", p.closed_at AS "closedAt",
  p.ended_early_from AS "endedEarlyFrom",
  CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS state,
  p.eligible_people AS "eligiblePeople", p.eligible_weight_millionths AS "eligibleWeightMillionths",
  p.opened_by AS "openedBy"`;

export const pollTables = `poll p
  JOIN body b ON b.cooperative_id = p.cooperative_id AND b.id = p.body_id
  JOIN bylaw_rule r ON r.cooperative_id = p.cooperative_id AND r.key = p.rule_key AND r.version = p.rule_version`;

/** The ballot of the viewer that counts as things stand. */
export interface MyBallotRow {
  readonly pollId: string;
  readonly marks: BallotMarks;
  readonly revision: number;
  readonly castAt: Date;
  readonly channel: string;
  readonly checkCode: string;
}

/** How far the count of a poll is: ballots read, of all that count. */
export interface CountingProgressRow {
  readonly id: string;
  readonly phase: CountingPhase;
  readonly done: bigint;
  readonly total: bigint;
}

/** An option of a poll as readers see it. */
export interface PollOptionRow {
  readonly position: number;
  readonly label: string;
  readonly description: string | null;
}

export interface PollResultRow {
  readonly pollId: string;
  readonly outcome: PollOutcome;
  /** Null for every method but `threshold`. */
  readonly arithmetic: StoredArithmetic | null;
  /** What the engine found, and who was counted; null in results recorded before they were kept. */
  readonly counting: Outcome | null;
  readonly electorate: StoredElectorate | null;
  readonly winners: readonly number[];
  readonly ballotsHash: string;
  readonly computedAt: Date;
  /** Why no more than the outcome is given out; null where everything is. */
  readonly withheld: WithholdingGround | null;
}
