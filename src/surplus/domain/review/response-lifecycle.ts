import { Refusal, type Verdict } from '../../../shared/refusal.js';

/**
 * What members say of a run under review, and what is owed to them.
 *
 * - An **agreement** has ended as soon as it is given; whoever objects afterwards takes it back.
 * - A **question**, or an **objection to a rule**, is open until it is answered; whoever asked accepts the answer, which
 *   ends it, or presses, which makes an answer owed again. It never holds anything back: objections to rules that have
 *   not ended are attached to the vote and shown first.
 * - An **objection to one's own record** is a *dispute*. What depends on the record is held back until it ends. An answer
 *   proposes an ending. If it proposes that the record stands and the member accepts, or if the member takes the dispute
 *   back, it has ended as recorded. Everything else moves money between members and so takes a second pair of eyes: an
 *   officer who neither answered nor disputes decides.
 */
export const responseKinds = ['agreement', 'question', 'objection'] as const;
export type ResponseKind = (typeof responseKinds)[number];
export const responseSubjects = ['line', 'record', 'rule'] as const;
export type ResponseSubject = (typeof responseSubjects)[number];
export const responseStates = ['open', 'answered', 'pressed', 'ended', 'superseded'] as const;
export type ResponseState = (typeof responseStates)[number];
export const responseEndings = ['agreed', 'accepted', 'withdrawn', 'upheld', 'as_recorded'] as const;
export type ResponseEnding = (typeof responseEndings)[number];
export const disputeEndings = ['upheld', 'as_recorded'] as const;
/** How a dispute ends: the record becomes what was claimed, or stays. */
export type DisputeEnding = (typeof disputeEndings)[number];

/** An answer is owed within so many days of the question. */
export const answerDays = 7;

export interface ResponseFacts {
  readonly kind: ResponseKind;
  readonly about: ResponseSubject;
  readonly state: ResponseState;
  /** What the last answer proposes for a dispute. */
  readonly proposed: DisputeEnding | null;
  readonly respondedBy: string;
  /** Who gave the last answer. */
  readonly answeredBy: string | null;
  /** Whether the last answer was accepted; a dispute may then still wait for a second officer. */
  readonly accepted: boolean;
}

export type ReviewLifeReason =
  | 'RESPONSE_ENDED'
  | 'NOT_YOURS'
  | 'ALREADY_ANSWERED'
  | 'NO_ANSWER_YET'
  | 'ALREADY_ACCEPTED'
  | 'NOT_A_DISPUTE'
  | 'SECOND_PERSON_NEEDED'
  | 'OWN_RESPONSE';

export const isDispute = ({ kind, about }: Pick<ResponseFacts, 'kind' | 'about'>): boolean =>
  kind === 'objection' && about === 'record';

const ended = (): Refusal<ReviewLifeReason> =>
  new Refusal('RESPONSE_ENDED', 'This has ended; whoever has more to say begins anew.');
const isOver = ({ state }: ResponseFacts): boolean => state === 'ended' || state === 'superseded';

/** Answering is owed while something is open or pressed, and is never done by whoever asked. */
export function mayBeAnswered(response: ResponseFacts, by: string): Verdict<ReviewLifeReason> {
  if (isOver(response)) return ended();
  if (response.respondedBy === by)
    return new Refusal('OWN_RESPONSE', 'Nobody answers what they asked themselves; another officer does.');
  return response.state === 'answered'
    ? new Refusal('ALREADY_ANSWERED', 'It has been answered; it is for the member to accept or to press.')
    : true;
}

/** Only who asked accepts, presses or takes back. */
const byTheirOwn = (response: ResponseFacts, by: string): Verdict<ReviewLifeReason> =>
  isOver(response)
    ? ended()
    : response.respondedBy === by || new Refusal('NOT_YOURS', 'Only the member who said this can do that.');

export function mayBePressed(response: ResponseFacts, by: string): Verdict<ReviewLifeReason> {
  const own = byTheirOwn(response, by);
  if (own !== true) return own;
  return (
    response.state === 'answered' ||
    new Refusal('NO_ANSWER_YET', 'There is no answer yet to accept or press.')
  );
}
/** An answer is accepted once; who thinks better of it presses. */
export function mayBeAccepted(response: ResponseFacts, by: string): Verdict<ReviewLifeReason> {
  const possible = mayBePressed(response, by);
  if (possible !== true) return possible;
  return (
    !response.accepted ||
    new Refusal('ALREADY_ACCEPTED', 'You have accepted this answer; a second officer decides now.')
  );
}
export const mayBeTakenBack = byTheirOwn;

/** What accepting an answer leads to: an end, or a decision that is still needed because money would move. */
export const endingOfAcceptance = (response: ResponseFacts): ResponseEnding | null =>
  !isDispute(response) ? 'accepted' : response.proposed === 'as_recorded' ? 'as_recorded' : null;

/** What taking back leads to: the record of a dispute stands. */
export const endingOfTakingBack = (response: ResponseFacts): ResponseEnding =>
  isDispute(response) ? 'as_recorded' : 'withdrawn';

/** A dispute is decided after an answer, by an officer who neither answered it nor disputes. */
export function mayBeDecided(response: ResponseFacts, by: string): Verdict<ReviewLifeReason> {
  if (!isDispute(response))
    return new Refusal(
      'NOT_A_DISPUTE',
      'Only an objection to a record is decided; anything else is answered.',
    );
  if (isOver(response)) return ended();
  if (response.answeredBy === null)
    return new Refusal(
      'NO_ANSWER_YET',
      'It is answered before it is decided: the member is owed the reasons.',
    );
  if (response.respondedBy === by)
    return new Refusal('OWN_RESPONSE', 'Nobody decides their own dispute; another officer does.');
  return (
    response.answeredBy !== by ||
    new Refusal(
      'SECOND_PERSON_NEEDED',
      'Who answered a dispute does not decide it; another treasurer, steward or auditor does.',
    )
  );
}
