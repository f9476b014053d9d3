import type { DecisionKind } from '../membership/domain/decision-policy.js';
import type { PollCardRow } from '../voting/poll-card.js';
import type { ChosenOption } from '../voting/poll-winners.queries.js';
import type { DecisionOutcome, DecisionStage } from './domain/decision-stage.js';
import type { ProposalState } from './domain/proposal-lifecycle.js';
import type { EffectPayload } from './proposal-effects.js';

/** A proposal with the version that stands. */
export interface ProposalRow {
  readonly id: string;
  readonly number: number;
  readonly decisionKind: DecisionKind;
  readonly authorMembershipId: string;
  readonly state: ProposalState;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  readonly topic: string | null;
  readonly effectKind: string | null;
  readonly effect: EffectPayload | null;
  readonly pollId: string | null;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
  readonly versionRecordedAt: Date;
  readonly endedAt: Date | null;
}

/** A proposal as a page lists it: its author and its poll come with it, as cards. */
export interface ListedProposalRow extends ProposalRow, PollCardRow {
  readonly authorNumber: number;
  readonly authorName: string;
}

export const isListed = (row: ProposalRow): row is ListedProposalRow => 'authorName' in row;

const columnsWith = (body: string): string => `p.id, p.number, p.decision_kind AS "decisionKind",
  p.author_membership_id AS "authorMembershipId", p.state, p.current_version AS version, v.title, ${body} AS body, v.topic,
  v.effect_kind AS "effectKind", v.effect, p.poll_id AS "pollId", p.created_at AS "createdAt",
  p.published_at AS "publishedAt", v.recorded_at AS "versionRecordedAt", p.ended_at AS "endedAt"`;

export const proposalColumns = columnsWith('v.body');

/** A list may show no texts: a page of them is a megabyte at most, and read for nothing. */
export const proposalColumnsWithBodyIf = (condition: string): string =>
  columnsWith(`CASE WHEN ${condition} THEN v.body END`);

export const proposalSource = `proposal p JOIN proposal_version v
  ON v.cooperative_id = p.cooperative_id AND v.proposal_id = p.id AND v.version = p.current_version`;

export interface ProposalVersionRow {
  readonly proposalId: string;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  readonly topic: string | null;
  readonly effectKind: string | null;
  readonly effect: EffectPayload | null;
  readonly writtenBy: string;
  /** Of a version written during the vote: the version of the poll whose text it is. */
  readonly pollTextVersion: number | null;
  readonly recordedAt: Date;
}

export interface CommentRow {
  readonly id: string;
  readonly proposalId: string;
  readonly authorMembershipId: string;
  readonly replyTo: string | null;
  readonly body: string;
  readonly onVersion: number;
  readonly recordedAt: Date;
}

export const commentColumns = `c.id, c.proposal_id AS "proposalId", c.author_membership_id AS "authorMembershipId",
  c.reply_to AS "replyTo", c.body, c.on_version AS "onVersion", c.recorded_at AS "recordedAt"`;

export interface DecisionRow {
  readonly id: string;
  readonly number: number;
  readonly proposalId: string | null;
  readonly pollId: string | null;
  readonly bodyId: string;
  readonly decisionKind: DecisionKind;
  readonly title: string;
  readonly text: string;
  readonly effectKind: string | null;
  readonly effect: EffectPayload | null;
  readonly ruleKey: string;
  readonly ruleVersion: number;
  readonly outcome: DecisionOutcome;
  /** What was chosen, in the order in which the count chose; empty where a question was answered. */
  readonly chosen: readonly ChosenOption[];
  /** The options that stood equal, and among which nothing was decided. */
  readonly tied: readonly ChosenOption[];
  readonly decidedAt: Date;
  readonly effectiveAt: Date | null;
  readonly stage: DecisionStage;
  readonly blockedReason: string | null;
  readonly blockedMessage: string | null;
  readonly carriedOutAt: Date | null;
}

export const decisionColumns = `d.id, d.number, d.proposal_id AS "proposalId", d.poll_id AS "pollId",
  d.body_id AS "bodyId", d.decision_kind AS "decisionKind", d.title, d.text, d.effect_kind AS "effectKind", d.effect,
  d.rule_key AS "ruleKey", d.rule_version AS "ruleVersion", d.outcome, d.chosen, d.tied, d.decided_at AS "decidedAt",
  d.effective_at AS "effectiveAt", d.stage, d.blocked_reason AS "blockedReason",
  d.blocked_message AS "blockedMessage", d.carried_out_at AS "carriedOutAt"`;
