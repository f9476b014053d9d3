import { createHash, randomInt } from 'node:crypto';
import { Refusal, type Verdict } from '../../shared/refusal.js';

/** Eight digits: with five tries a code, and few codes an hour for one address, guessing one is hopeless. */
const digits = 8;
/** An interval in PostgreSQL's words; OWASP ASVS 6.6.2 asks for ten minutes at most. */
export const codeLifetime = '10 minutes';
export const maxWrongTries = 5;

export const newCode = (): string => String(randomInt(0, 10 ** digits)).padStart(digits, '0');

/** The digits of a code as people type it, with spaces or a hyphen between; null when it cannot be one. */
export function codeDigits(typed: string): string | null {
  if (typed.length > 64) return null;
  const plain = typed.replace(/[\s-]/g, '');
  return plain.length === digits && /^[0-9]+$/.test(plain) ? plain : null;
}

/** Four and four, as it stands in the letter. */
export const spacedCode = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

/** What is kept of the secret that the asking browser holds. */
export const bindingHash = (binding: string): Buffer => hashOf('binding', binding);

/** What is kept of a code. It covers the binding: without that secret the digits cannot be found by trying them all. */
export const codeHash = (binding: string, address: string, code: string): Buffer =>
  hashOf('code', binding, address, code);

const hashOf = (...parts: readonly string[]): Buffer =>
  createHash('sha256')
    .update(['rochdale/sign-in/v1', ...parts].join('\0'))
    .digest();

/** The refusal of a browser or program that asked for no code, whoever else may have asked for one. */
export const notAskedForHere = new Refusal<CodeReason>(
  'NOT_ASKED_FOR_HERE',
  'A code works only where it was asked for: in the same browser or, for a program, with the `binding` that the request answered. Ask for a new one here and use that.',
);

/** A code that was asked for with this binding, and what was now presented for it. */
export interface PresentedCode {
  readonly isSpent: boolean;
  readonly isExpired: boolean;
  readonly wrongTries: number;
  readonly matches: boolean;
}

export const codeReasons = {
  NOT_ASKED_FOR_HERE: 'No code was asked for from this browser or program.',
  CODE_USED: 'The code was used already.',
  CODE_EXPIRED: 'The code is older than ten minutes.',
  CODE_EXHAUSTED: 'The code was tried wrongly five times.',
  CODE_WRONG: 'The digits are not those of the letter, or belong to another address.',
} as const;
export type CodeReason = keyof typeof codeReasons;

/**
 * Whether a code opens the door: it works once, within ten minutes, for the address it was sent to, in the browser
 * that asked for it, and dies at the fifth wrong try. Nothing here depends on whether somebody with that address is
 * known.
 */
export function judgeCode(presented: PresentedCode): Verdict<CodeReason> {
  if (presented.isSpent) {
    return new Refusal('CODE_USED', 'This code has been used. Ask for a new one.');
  }
  if (presented.isExpired) {
    return new Refusal('CODE_EXPIRED', 'This code is older than ten minutes. Ask for a new one.');
  }
  if (presented.wrongTries >= maxWrongTries) {
    return new Refusal('CODE_EXHAUSTED', 'This code was tried wrongly five times. Ask for a new one.');
  }
  return presented.matches ? true : wrongCode(maxWrongTries - presented.wrongTries - 1);
}

function wrongCode(triesLeft: number): Refusal<CodeReason> {
  const rest =
    triesLeft === 0
      ? 'That was the last try; ask for a new code.'
      : `${triesLeft} ${triesLeft === 1 ? 'try is' : 'tries are'} left.`;
  return new Refusal('CODE_WRONG', `This is not the code we sent to this address. ${rest}`);
}
