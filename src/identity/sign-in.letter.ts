import { spacedCode } from './domain/one-time-code.js';

/** The letter with the code: the same for everybody, known or not. */
export const signInLetter = (code: string): { subject: string; text: string } => ({
  subject: 'Your code to sign in',
  text: [
    `Your code is ${spacedCode(code)}`,
    '',
    'It works once, within ten minutes, and only where you asked for it.',
    'If you did not ask for it, you need not do anything: nobody can sign in without it. Never tell it to anybody.',
    '',
  ].join('\n'),
});
