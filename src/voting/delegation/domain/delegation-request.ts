import { isId } from '../../../shared/ids.js';
import { Refusal } from '../../../shared/refusal.js';
import { isTopic, type ScopeTarget } from './delegation-scope.js';

/** A scope as it is asked for: exactly one of these. */
export interface AskedScope {
  readonly pollId?: string | null | undefined;
  readonly topic?: string | null | undefined;
  readonly bodyId?: string | null | undefined;
  readonly wholeCooperative?: boolean | null | undefined;
}
/** Who is to vote: exactly one of a member, and nobody. */
export interface AskedHolder {
  readonly membershipId?: string | null | undefined;
  readonly nobody?: boolean | null | undefined;
}
type Faulty = Refusal<'INVALID_INPUT' | 'NOT_FOUND'>;

const given = (asked: object): [string, unknown][] =>
  Object.entries(asked).filter(([, value]) => value !== null && value !== undefined);

/** Reads the scope that was asked for. Refuses what names none or several, and topics that cannot be one. */
export function readScope(asked: AskedScope): ScopeTarget | Faulty {
  const one = given(asked);
  if (one.length !== 1)
    return new Refusal(
      'INVALID_INPUT',
      'Name one scope: a poll, a topic, a circle, or the whole cooperative.',
    );
  const { pollId, topic, bodyId, wholeCooperative } = asked;
  if (typeof topic === 'string')
    return isTopic(topic)
      ? { scope: 'topic', topic }
      : new Refusal(
          'INVALID_INPUT',
          'A topic is small letters, digits and hyphens, at most 60: "new-members".',
        );
  if (typeof pollId === 'string')
    return isId(pollId)
      ? { scope: 'poll', pollId: pollId.toLowerCase() }
      : new Refusal('NOT_FOUND', 'There is no such vote here.');
  if (typeof bodyId === 'string')
    return isId(bodyId)
      ? { scope: 'circle', bodyId: bodyId.toLowerCase() }
      : new Refusal('NOT_FOUND', 'There is no such circle here.');
  return wholeCooperative === true
    ? { scope: 'cooperative' }
    : new Refusal('INVALID_INPUT', 'Say wholeCooperative: true, or name another scope.');
}

/** Reads who is to vote; null is nobody. */
export function readHolder(asked: AskedHolder): { readonly holder: string | null } | Faulty {
  const one = given(asked);
  if (one.length === 1 && asked.nobody === true) return { holder: null };
  if (one.length !== 1 || typeof asked.membershipId !== 'string')
    return new Refusal('INVALID_INPUT', 'Name the member who is to vote, or say nobody: true.');
  return isId(asked.membershipId)
    ? { holder: asked.membershipId.toLowerCase() }
    : new Refusal('NOT_FOUND', 'There is no such member here.');
}
