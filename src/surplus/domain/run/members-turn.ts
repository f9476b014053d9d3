import { Refusal, type Verdict } from '../../../shared/refusal.js';
import { hoursInWords, reviewRule, type ReviewLengths } from './review-length.js';

/*
 * A run that is laid before the members is theirs to decide on, and no officer keeps it from them without a bound. So
 * that mistakes can be mended, a treasurer may for a time change it, prolong its review and take it back; then it stays
 * as it is until members have voted. What cannot be voted on as it stands may always be mended.
 */
const hour = 3_600_000;
const day = 24 * hour;

/** Runs of one period, and of it the same correction, as far as their members' turn is concerned. */
export interface LaidOpen {
  readonly laidOpenAt: Date | null;
  readonly votedAt: Date | null;
}

/**
 * Since when the time of the officers runs: since the run was laid open, or since members last voted on one of its
 * period. One that was withdrawn since then counts as well: writing a run anew buys no time. Null while none was laid open.
 */
export function timeRunsSince(
  run: LaidOpen,
  withdrawn: readonly LaidOpen[],
  lastVote: Date | null,
): Date | null {
  const vote = lastVote?.getTime() ?? 0;
  const own = run.laidOpenAt === null ? [] : [Math.max(run.laidOpenAt.getTime(), vote)];
  const earlier = withdrawn.flatMap(({ laidOpenAt }) =>
    laidOpenAt !== null && laidOpenAt.getTime() > vote ? [laidOpenAt.getTime()] : [],
  );
  const starts = [...own, ...earlier];
  return starts.length === 0 ? null : new Date(Math.min(...starts));
}

export const timeEnds = (since: Date, { mostHours }: ReviewLengths): Date =>
  new Date(since.getTime() + mostHours * hour);

/**
 * The latest deadline that a review may have: the end of the officers' time; of a run that is laid open only now, in any
 * case what members have at least, and a day for who writes it down.
 */
export function latestDeadline(
  run: { readonly state: string },
  since: Date | null,
  lengths: ReviewLengths,
  now: Date,
): Date {
  const ends = timeEnds(since ?? now, lengths);
  if (run.state === 'in_review') return ends;
  return new Date(Math.max(ends.getTime(), now.getTime() + lengths.leastHours * hour + day));
}

/** Once the time is over, a run that members could vote on is changed by no officer. */
export function mayStillBeChanged(
  since: Date | null,
  lengths: ReviewLengths,
  now: Date,
): Verdict<'MEMBERS_TURN'> {
  if (since === null || now < timeEnds(since, lengths)) return true;
  return new Refusal(
    'MEMBERS_TURN',
    `The ${hoursInWords(lengths.mostHours)} in which it could be changed, prolonged or taken back are over since ` +
      `${timeEnds(since, lengths).toISOString()} (${reviewRule} of the bylaws): now the members vote on it, and any of ` +
      'them may put it to the vote. Another run may be laid open beside it.',
  );
}

/** Where a proposal about a run stands before its vote. */
export interface WaitingProposal {
  readonly state: string;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
}
export const daysToPublish = 7;
export const daysToOpen = 30;

/** Whether its author lets it lie: unpublished for a week, or without a vote for 30 days after the notice was over. */
export const isLeftLying = (
  { state, createdAt, publishedAt }: WaitingProposal,
  noticeDays: number,
  now: Date,
): boolean =>
  state === 'draft'
    ? now.getTime() >= createdAt.getTime() + daysToPublish * day
    : state === 'deliberation' &&
      now.getTime() >= (publishedAt ?? createdAt).getTime() + (noticeDays + daysToOpen) * day;

const lying = `left unpublished for ${daysToPublish} days, or without a vote for ${daysToOpen} days after its notice`;

/**
 * Who takes a run back from before its vote: a treasurer, once between two votes of the members; any current member where
 * its proposal was left lying. Refusals: NOT_ALLOWED, RETURNED_ALREADY.
 */
export function mayTakeBack(
  run: { readonly votedAt: Date | null; readonly returnedAt: Date | null },
  facts: { readonly isTreasurer: boolean; readonly isLeftLying: boolean },
): Verdict<'NOT_ALLOWED' | 'RETURNED_ALREADY'> {
  if (facts.isLeftLying) return true;
  if (!facts.isTreasurer)
    return new Refusal(
      'NOT_ALLOWED',
      `A treasurer takes a run back from before its vote; any member does once its proposal was ${lying}.`,
    );
  const isFirst = run.returnedAt === null || (run.votedAt !== null && run.returnedAt < run.votedAt);
  return (
    isFirst ||
    new Refusal(
      'RETURNED_ALREADY',
      `It has been taken back once since members last voted on it. Now it goes to the vote, or its author withdraws the proposal; any member takes it back once that was ${lying}.`,
    )
  );
}
