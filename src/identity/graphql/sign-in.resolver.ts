import { Inject } from '@nestjs/common';
import { Args, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Cookies, Scope } from '../../platform/graphql/decorators.js';
import { CookieJar, sessionCookie, signInCookie } from '../../platform/http/cookies.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isRefusal } from '../../shared/refusal.js';
import { SignIn } from '../sign-in.service.js';
import { requestSignInCode, signIn } from './identity.acts.js';
import { RequestSignInCodeInput, SignInInput } from './identity.types.js';

/** Secrets leave as cookies for browsers and as fields for programs; never as both. */
@Resolver()
export class SignInResolver {
  constructor(@Inject(SignIn) private readonly door: SignIn) {}

  @ActMutation(requestSignInCode)
  async requestSignInCode(
    @Scope() scope: RequestScope,
    @Cookies() cookies: CookieJar,
    @Args('input', { description: 'Where to send the code.' }) input: RequestSignInCodeInput,
  ): Promise<unknown> {
    const answer = await this.door.requestCode(scope, input.address);
    if (isRefusal(answer) || input.deliverAs === 'token') return answer;
    cookies.set(signInCookie, answer.binding, answer.expiresAt);
    return { ...answer, binding: null };
  }

  @ActMutation(signIn)
  async signIn(
    @Scope() scope: RequestScope,
    @Cookies() cookies: CookieJar,
    @Args('input', { description: 'What the person presents.' }) input: SignInInput,
  ): Promise<unknown> {
    const binding = input.binding ?? cookies.get(signInCookie);
    const answer = await this.door.signIn(scope, { ...input, binding });
    if (isRefusal(answer) || input.deliverAs === 'token') return answer;
    cookies.set(sessionCookie, answer.token, answer.expiresAt);
    cookies.clear(signInCookie);
    return { ...answer, token: null };
  }
}
