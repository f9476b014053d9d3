import { isRefusal } from '../../../shared/refusal.js';
import {
  endingOfAcceptance,
  endingOfTakingBack,
  mayBeAccepted,
  mayBeAnswered,
  mayBeDecided,
  mayBePressed,
  mayBeTakenBack,
  type ResponseFacts,
} from './response-lifecycle.js';

const [ana, treasurer, auditor] = ['ana', 'treasurer', 'auditor'];
const dispute: ResponseFacts = {
  kind: 'objection',
  about: 'record',
  state: 'open',
  proposed: null,
  respondedBy: ana,
  answeredBy: null,
  accepted: false,
};
const answered: ResponseFacts = {
  ...dispute,
  state: 'answered',
  proposed: 'as_recorded',
  answeredBy: treasurer,
};
const question: ResponseFacts = { ...dispute, kind: 'question', about: 'line' };
const reasonOf = (verdict: unknown): string | true => (isRefusal(verdict) ? verdict.reason : true);

describe('answers to a review', () => {
  it('are given by somebody else than who asked, once until it is pressed', () => {
    expect(reasonOf(mayBeAnswered(question, treasurer))).toBe(true);
    expect(reasonOf(mayBeAnswered(question, ana))).toBe('OWN_RESPONSE');
    expect(reasonOf(mayBeAnswered(answered, auditor))).toBe('ALREADY_ANSWERED');
    expect(reasonOf(mayBeAnswered({ ...answered, state: 'pressed' }, auditor))).toBe(true);
    expect(reasonOf(mayBeAnswered({ ...answered, state: 'ended' }, auditor))).toBe('RESPONSE_ENDED');
  });

  it('are accepted once; who thinks better of it may press', () => {
    expect(reasonOf(mayBeAccepted(answered, ana))).toBe(true);
    expect(reasonOf(mayBeAccepted({ ...answered, accepted: true }, ana))).toBe('ALREADY_ACCEPTED');
    expect(reasonOf(mayBePressed({ ...answered, accepted: true }, ana))).toBe(true);
  });

  it('are accepted or pressed by who asked, when there is one', () => {
    expect(reasonOf(mayBeAccepted(question, ana))).toBe('NO_ANSWER_YET');
    expect(reasonOf(mayBeAccepted(answered, ana))).toBe(true);
    expect(reasonOf(mayBeAccepted(answered, treasurer))).toBe('NOT_YOURS');
    expect(reasonOf(mayBeTakenBack({ ...answered, state: 'superseded' }, ana))).toBe('RESPONSE_ENDED');
  });

  it('end a question, and a dispute only where no money moves', () => {
    expect(endingOfAcceptance({ ...question, state: 'answered' })).toBe('accepted');
    expect(endingOfAcceptance(answered)).toBe('as_recorded');
    expect(endingOfAcceptance({ ...answered, proposed: 'upheld' })).toBeNull();
    expect(endingOfTakingBack(answered)).toBe('as_recorded');
    expect(endingOfTakingBack(question)).toBe('withdrawn');
  });
});

describe('a dispute', () => {
  it('is decided by an officer who neither answered it nor disputes', () => {
    expect(reasonOf(mayBeDecided(answered, auditor))).toBe(true);
    expect(reasonOf(mayBeDecided(answered, treasurer))).toBe('SECOND_PERSON_NEEDED');
    expect(reasonOf(mayBeDecided(answered, ana))).toBe('OWN_RESPONSE');
  });
  it('is not decided before the member has been given reasons, nor twice, nor where nothing is disputed', () => {
    expect(reasonOf(mayBeDecided(dispute, auditor))).toBe('NO_ANSWER_YET');
    expect(reasonOf(mayBeDecided({ ...answered, state: 'ended' }, auditor))).toBe('RESPONSE_ENDED');
    expect(reasonOf(mayBeDecided({ ...question, state: 'answered' }, auditor))).toBe('NOT_A_DISPUTE');
  });
});
