import { defineAct } from '../../platform/graphql/act.js';
import { rateLimitReasons } from '../../platform/request/rate-limit.js';
import { codeReasons } from '../domain/one-time-code.js';
import { mayManageOwnSessions } from '../identity.policy.js';
import {
  OtherSessionsRevokedType,
  SessionRevokedType,
  SignedInType,
  SignedOutType,
  SignInCodeRequestedType,
} from './identity.types.js';

export const requestSignInCode = defineAct({
  name: 'requestSignInCode',
  description: 'Sends a one-time code to an e-mail address. Every address is answered alike, known or not.',
  done: SignInCodeRequestedType,
  reasons: rateLimitReasons,
  who: { anyone: 'It is how a person who is not known yet becomes known.' },
  whoInWords: 'Anyone, as often as the limits of address and network allow.',
});

export const signIn = defineAct({
  name: 'signIn',
  description: 'Signs a person in with the code of the letter, where it was asked for.',
  done: SignedInType,
  reasons: { ...rateLimitReasons, ...codeReasons },
  who: { anyone: 'The code itself is the right.' },
  whoInWords: 'Anyone who presents the code in the browser or program that asked for it.',
});

export const signOut = defineAct({
  name: 'signOut',
  description: 'Ends the session of this request, and takes its cookie away.',
  done: SignedOutType,
  reasons: {},
  who: mayManageOwnSessions,
  whoInWords: 'Whoever is signed in.',
});

export const revokeSession = defineAct({
  name: 'revokeSession',
  description: 'Ends one session of the viewer, as that of a lost device. Ended already is ended.',
  done: SessionRevokedType,
  reasons: {},
  who: mayManageOwnSessions,
  whoInWords: 'Whoever is signed in, for their own sessions.',
});

export const revokeOtherSessions = defineAct({
  name: 'revokeOtherSessions',
  description: 'Ends every session of the viewer but that of this request.',
  done: OtherSessionsRevokedType,
  reasons: {},
  who: mayManageOwnSessions,
  whoInWords: 'Whoever is signed in, for their own sessions.',
});
