import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Mailer } from '../platform/mail/mailer.js';
import { networkOf } from '../platform/request/network.js';
import { countAttempt } from '../platform/request/rate-limit.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { nobody, type Viewer } from '../platform/request/viewer.js';
import { normaliseEmailAddress } from '../shared/email-address.js';
import { newSecret } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import { codeDigits, codeLifetime, judgeCode, newCode, notAskedForHere } from './domain/one-time-code.js';
import { commandOutsideCooperatives } from './outside-cooperatives.js';
import { People } from './people.js';
import { Sessions, type NewSession } from './sessions.js';
import { countWrongTry, keepCode, lockCode, spendCode } from './sign-in-code.queries.js';
import { signInLetter } from './sign-in.letter.js';
import { codesByAddress, codesByNetwork, triesByNetwork } from './sign-in.limits.js';

/** What was presented at the door. `binding` is null when the browser or program brought none. */
export interface SignInRequest {
  readonly address: string;
  readonly code: string;
  readonly binding: string | null;
  readonly device?: string | null | undefined;
}
export interface SignInDone extends NewSession {
  readonly personId: string;
}
interface CheckedRequest {
  readonly address: string;
  readonly code: string;
  readonly binding: string;
  readonly device: string;
}

/**
 * Signing in by a one-time code sent to an address. Nothing before the code comes back looks at whether a person with
 * that address is known, so known and unknown are answered alike; the person is made at the first sign-in.
 */
@Injectable()
export class SignIn {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Mailer) private readonly mailer: Mailer,
    @Inject(People) private readonly people: People,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /** Sends a code to the address, bound to a new secret that the caller must present with it. */
  async requestCode(
    scope: RequestScope,
    typedAddress: string,
  ): Promise<{ binding: string; expiresAt: Date } | Refusal> {
    const address = normaliseEmailAddress(typedAddress);
    if (address === null) return notAnAddress;
    return commandOutsideCooperatives(this.work, scope, 'requestSignInCode', async (tx, viewer) => {
      const byAddress = await countAttempt(tx, codesByAddress, address);
      if (byAddress !== true) return byAddress;
      const byNetwork = await countAttempt(tx, codesByNetwork, networkOf(scope.address));
      if (byNetwork !== true) return byNetwork;
      const [binding, code] = [newSecret(), newCode()];
      const { id, expiresAt } = await keepCode(tx, { binding, address, code });
      await this.mailer.send(tx, { to: address, ...signInLetter(code) }, codeLifetime);
      await recordAct(tx, viewer, { act: 'requestSignInCode', subjectType: 'sign_in_code', subjectId: id });
      return { binding, expiresAt };
    });
  }

  /** Trades the code of the letter for a session; a session that the caller already had is ended. */
  async signIn(scope: RequestScope, request: SignInRequest): Promise<SignInDone | Refusal> {
    const checked = checkedRequest(request);
    if (isRefusal(checked)) return checked;
    // A wrong try must be counted although it is refused, so the command answers with the refusal in an envelope.
    const outcome = await commandOutsideCooperatives(this.work, scope, 'signIn', async (tx, viewer) => {
      const byNetwork = await countAttempt(tx, triesByNetwork, networkOf(scope.address));
      return { answer: byNetwork === true ? await this.redeem(tx, viewer, checked) : byNetwork };
    });
    return isRefusal(outcome) ? outcome : outcome.answer;
  }

  private async redeem(tx: Tx, viewer: Viewer, request: CheckedRequest): Promise<SignInDone | Refusal> {
    const code = await lockCode(tx, request);
    if (code === null) return notAskedForHere;
    const verdict = judgeCode(code);
    if (verdict !== true) return this.refuse(tx, code.id, verdict);
    await spendCode(tx, code.id);
    const personId = await this.people.findOrCreateByAddress(tx, request.address);
    const session = await this.sessions.create(tx, personId, request.device);
    if (viewer.personId !== null && viewer.sessionId !== null) {
      await this.sessions.revoke(tx, viewer.personId, viewer.sessionId);
    }
    const { sessionId } = session;
    await recordAct(
      tx,
      { ...nobody, personId },
      { act: 'signIn', subjectType: 'session', subjectId: sessionId },
    );
    return { personId, ...session };
  }

  private async refuse(tx: Tx, codeId: string, verdict: Refusal): Promise<Refusal> {
    if (verdict.reason !== 'CODE_WRONG') return verdict;
    await countWrongTry(tx, codeId);
    await recordAct(tx, nobody, {
      act: 'signIn',
      subjectType: 'sign_in_code',
      subjectId: codeId,
      data: { refused: verdict.reason },
    });
    return verdict;
  }
}

const notAnAddress = new Refusal('INVALID_INPUT', 'Write one e-mail address, like ana@example.org.', [
  'address: this is not an e-mail address that we can write to.',
]);

function checkedRequest(request: SignInRequest): CheckedRequest | Refusal {
  const address = normaliseEmailAddress(request.address);
  if (address === null) return notAnAddress;
  const code = codeDigits(request.code);
  if (code === null) return new Refusal('INVALID_INPUT', 'A code has eight digits.', ['code: eight digits.']);
  const device = request.device ? cleanLine(request.device, 100) : '';
  if (device === null) {
    return new Refusal('INVALID_INPUT', 'The name of the device is one line of at most 100 characters.', [
      'device: one line of at most 100 characters.',
    ]);
  }
  const { binding } = request;
  if (binding === null || !/^[A-Za-z0-9_-]{43}$/.test(binding)) return notAskedForHere;
  return { address, code, binding, device };
}
