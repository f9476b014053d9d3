import type { BlockRule, MethodName, RuleOptions } from '../../../membership/domain/decision-rule.js';
import { canonicalJson } from '../../../shared/canonical-json.js';
import { Refusal } from '../../../shared/refusal.js';

/** What a ballot for or against says. `invalid` is entered from paper alone; a block has its reason. */
export const voteChoices = ['for', 'against', 'abstain', 'blank', 'invalid', 'block'] as const;
export type VoteChoice = (typeof voteChoices)[number];
export const consentPositions = ['consent', 'stand_aside', 'object'] as const;
export type ConsentPosition = (typeof consentPositions)[number];

/** A whole number per option, in the order of the options; null where the option was left blank. */
export type MarkPerOption = readonly (number | null)[];
/** Options by position, the best rank first; several at one rank are equal, none is a rank left blank. */
export type Ranking = readonly (readonly number[])[];

/** The marks of a ballot as they are stored, counted and published: one form per method, one spelling per ballot. */
export type BallotMarks =
  | { readonly choice: VoteChoice; readonly reason?: string }
  | { readonly consent: ConsentPosition }
  | { readonly step: number }
  | { readonly option: number }
  | { readonly approved: readonly number[] }
  | { readonly scores: MarkPerOption }
  | { readonly grades: MarkPerOption }
  | { readonly ranking: Ranking }
  | { readonly points: readonly number[] };

export const ballotForms = [
  'choice',
  'consent',
  'step',
  'option',
  'approved',
  'scores',
  'grades',
  'ranking',
  'points',
] as const;
export type BallotForm = (typeof ballotForms)[number];

/** What decides how a ballot of a poll is read; all of it is frozen when the poll opens. */
export interface BallotRule {
  readonly method: MethodName;
  readonly options: RuleOptions;
  readonly block: BlockRule;
  /** The options voted on, by position; empty where the method answers one question. */
  readonly labels: readonly string[];
}

const forms: Readonly<Record<MethodName, BallotForm>> = {
  threshold: 'choice',
  consent: 'consent',
  gradients: 'step',
  choice: 'option',
  approval: 'approved',
  score: 'scores',
  star: 'scores',
  'majority-judgment': 'grades',
  borda: 'ranking',
  irv: 'ranking',
  stv: 'ranking',
  schulze: 'ranking',
  'ranked-pairs': 'ranking',
  minimax: 'ranking',
  copeland: 'ranking',
  dots: 'points',
  'weighted-split': 'points',
  quadratic: 'points',
};
export const formOf = (method: MethodName): BallotForm => forms[method];

export type BallotRefusal = Refusal<'INVALID_BALLOT'>;

/** A refusal that names the mark at fault, as `ranking[1][0]`. */
export const refuseMark = (mark: string, message: string): BallotRefusal =>
  new Refusal<'INVALID_BALLOT'>('INVALID_BALLOT', message, [mark]);

/**
 * Whether a ballot says nothing about any option that is left in the vote: it takes part, and moves nothing. Options are
 * taken out of ranked votes alone (`excluded`, by place).
 */
export function saysNothing(marks: BallotMarks, excluded: readonly number[] = []): boolean {
  if ('approved' in marks) return marks.approved.length === 0;
  if ('scores' in marks) return marks.scores.every((mark) => mark === null);
  if ('grades' in marks) return marks.grades.every((mark) => mark === null);
  if ('ranking' in marks)
    return marks.ranking.every((rank) => rank.every((option) => excluded.includes(option)));
  if ('points' in marks) return marks.points.every((points) => points === 0);
  return false;
}

/** The one spelling under which a ballot is stored and hashed. */
export const marksText = (marks: BallotMarks): string => canonicalJson(marks);

/** Marks as the database holds them: they were read by `readBallot` when they were cast. */
export const storedMarks = (stored: unknown): BallotMarks => stored as BallotMarks;
