import { Mailbox } from '../../src/platform/mail/mailbox.js';
import type { Answer, Caller, TestApplication } from './application.js';

export const requestDocument = `mutation ($input: RequestSignInCodeInput!) { requestSignInCode(input: $input) {
  __typename ... on SignInCodeRequested { expiresAt binding }
  ... on RequestSignInCodeRefused { reason message details } } }`;
export const signInDocument = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename ... on SignedIn { personId sessionId expiresAt token }
  ... on SignInRefused { reason message details } } }`;

export interface AskedCode {
  readonly address: string;
  readonly code: string;
  readonly binding: string;
}

/** The digits of the newest letter to an address. */
export function codeInLetter(test: TestApplication, address: string): string {
  const letter = test.app.get(Mailbox).to(address)[0];
  const digits = /(\d{4}) (\d{4})/.exec(letter?.text ?? '');
  if (!digits) throw new Error('no letter with a code has arrived');
  return `${digits[1]}${digits[2]}`;
}

/** Asks for a code as a program does, and reads it in the letter that arrives. */
export async function askForCode(test: TestApplication, address: string): Promise<AskedCode> {
  const answer = await test.ask(requestDocument, { input: { address, deliverAs: 'TOKEN' } });
  await test.runJobs();
  return {
    address,
    code: codeInLetter(test, address),
    binding: answer.data.requestSignInCode.binding as string,
  };
}

/** Presents a code as a program does. */
export const presentCode = (
  test: TestApplication,
  presented: Partial<AskedCode> & { device?: string },
  caller: Caller = {},
): Promise<Answer> => test.ask(signInDocument, { input: { ...presented, deliverAs: 'TOKEN' } }, caller);

/** Signs a person in, whether known or not; returns the session's token and the person. */
export async function signInAs(
  test: TestApplication,
  address: string,
  device?: string,
): Promise<{ personId: string; sessionId: string; token: string }> {
  const asked = await askForCode(test, address);
  const answer = await presentCode(test, { ...asked, ...(device !== undefined && { device }) });
  return answer.data.signIn as { personId: string; sessionId: string; token: string };
}
