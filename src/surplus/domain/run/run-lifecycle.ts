import { Refusal, type Verdict } from '../../../shared/refusal.js';

/**
 * The life of a run: draft → computed → in review → voting → adopted → posted → paid → locked. A rejected vote, or a
 * proposal taken back, returns it to review; so does a treasurer where nobody opens the vote, or where the decision is
 * blocked for good. Withdrawn: given up before adoption, or undone in the books before
 * anything of it was paid.
 */
export const runStates = [
  'draft',
  'computed',
  'in_review',
  'voting',
  'adopted',
  'posted',
  'paid',
  'locked',
  'withdrawn',
] as const;
export type RunState = (typeof runStates)[number];
export type RunMode = 'distribution' | 'scenario';

/** What decides about a run. */
export interface RunFacts {
  readonly state: RunState;
  readonly mode: RunMode;
  readonly verdict: 'pass' | 'warn' | 'block' | null;
  readonly reviewUntil: Date | null;
  readonly periodState: 'open' | 'closed';
}
export type RunLifeReason =
  | 'RUN_IS_FINAL'
  | 'RUN_NOT_COMPUTED'
  | 'RUN_BLOCKED'
  | 'RUN_NOT_IN_REVIEW'
  | 'RUN_UNDER_VOTE'
  | 'RUN_NOT_POSTED'
  | 'REVIEW_OPEN'
  | 'SCENARIO_ONLY'
  | 'RUN_NOT_VOTED'
  | 'PERIOD_OPEN';

const final = (): Refusal<RunLifeReason> =>
  new Refusal(
    'RUN_IS_FINAL',
    'This run has been put to the vote or has ended: what was decided on can no longer change.',
  );

/** Policy, figures and result may change until the vote binds them. */
export const mayBeRecomputed = ({ state }: RunFacts): Verdict<RunLifeReason> =>
  ['draft', 'computed', 'in_review'].includes(state) || final();

const closedFor = (run: RunFacts): Verdict<RunLifeReason> =>
  run.periodState === 'closed' ||
  new Refusal('PERIOD_OPEN', 'The period is still open: its records could change under the members’ eyes.');

const notBlocked = (run: RunFacts): Verdict<RunLifeReason> =>
  run.verdict !== 'block' ||
  new Refusal('RUN_BLOCKED', 'A check forbids this run; its checks say which, and by what article.');

/** Members look at what is computed and not forbidden, of a period whose records are final. */
export function mayBeReviewed(run: RunFacts): Verdict<RunLifeReason> {
  if (run.mode === 'scenario')
    return new Refusal('SCENARIO_ONLY', 'A scenario compares rules; nothing of it is decided or paid.');
  if (run.state === 'draft')
    return new Refusal('RUN_NOT_COMPUTED', 'The run has not been computed since it was last changed.');
  if (run.state !== 'computed' && run.state !== 'in_review') return final();
  const closed = closedFor(run);
  return closed === true ? notBlocked(run) : closed;
}

/** The vote follows the review: whoever has something to say was given the time that was promised. */
export function mayBePutToVote(run: RunFacts, now: Date): Verdict<RunLifeReason> {
  if (run.mode === 'scenario')
    return new Refusal('SCENARIO_ONLY', 'A scenario compares rules; nothing of it is decided or paid.');
  if (run.state === 'draft' || run.state === 'computed')
    return new Refusal('RUN_NOT_IN_REVIEW', 'Members review a run before it is put to the vote.');
  if (run.state === 'voting')
    return new Refusal('RUN_UNDER_VOTE', 'The run is before the members already, in another proposal.');
  if (run.state !== 'in_review') return final();
  if (run.reviewUntil !== null && run.reviewUntil > now)
    return new Refusal('REVIEW_OPEN', `The review runs until ${run.reviewUntil.toISOString()}.`);
  const closed = closedFor(run);
  return closed === true ? notBlocked(run) : closed;
}

/** Giving a run up: before the vote, or after it has been taken back from the vote. */
export function mayBeWithdrawn({ state }: RunFacts): Verdict<RunLifeReason> {
  if (state === 'voting')
    return new Refusal('RUN_UNDER_VOTE', 'The run is before the members: its proposal is withdrawn first.');
  return ['draft', 'computed', 'in_review'].includes(state) || final();
}

/** Back to review: from before a vote that has not opened, or adopted and never to be carried out; both are asked for there. */
export const mayBeReturned = ({ state }: Pick<RunFacts, 'state'>): Verdict<RunLifeReason> =>
  state === 'voting' ||
  state === 'adopted' ||
  new Refusal('RUN_NOT_VOTED', 'The run stands before no vote, and waits for no decision to be carried out.');

/** What blocks a decision only until somebody records, closes or repairs something; whatever else does, does so for good. */
export const mendsItself = (blockedReason: string): boolean =>
  ['NO_RESULT', 'PERIOD_OPEN', 'INTERNAL'].includes(blockedReason);

/** Once everything is paid, the books of the run are closed for good. */
export const mayBeLocked = ({ state }: RunFacts): Verdict<RunLifeReason> =>
  state === 'paid' || new Refusal('RUN_NOT_POSTED', 'A run is locked when everything of it has been paid.');
