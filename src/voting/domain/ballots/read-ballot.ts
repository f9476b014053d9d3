import {
  ballotForms,
  formOf,
  refuseMark,
  type BallotForm,
  type BallotMarks,
  type BallotRefusal,
  type BallotRule,
} from './ballot-marks.js';
import { readApproved, readGrades, readOption, readScores } from './option-marks.js';
import { readPoints } from './point-marks.js';
import { readChoice, readConsent, readStep } from './question-marks.js';
import { readRanking } from './ranking-marks.js';
import { methodCalled } from '../sentences/method-names.js';

const readers: Readonly<
  Record<BallotForm, (value: unknown, rule: BallotRule, isPaper: boolean) => BallotMarks | BallotRefusal>
> = {
  choice: readChoice,
  consent: readConsent,
  step: readStep,
  option: readOption,
  approved: readApproved,
  scores: readScores,
  grades: readGrades,
  ranking: readRanking,
  points: readPoints,
};

/**
 * Reads a ballot from outside, whatever it is, by the rule of its poll. The ballot has exactly one form, the one of the
 * poll's method (a `block` stands beside `choice` because it needs its reason); what the rule does not allow is refused
 * with the mark named, and never mended. `isPaper`: a ballot entered from paper may be invalid.
 *
 * The answer has one spelling: approvals and equal ranks in the order of the options, no blank ranks at the end.
 */
export function readBallot(rule: BallotRule, input: unknown, isPaper: boolean): BallotMarks | BallotRefusal {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuseMark('ballot', 'A ballot has one form, as {choice: …} or {ranking: …}.');
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  const form = formOf(rule.method);
  const [only, ...more] = given;
  const name = only?.[0] ?? '';
  const unknown = given.find(([key]) => !isForm(key) && key !== 'block');
  if (unknown)
    return refuseMark(unknown[0].slice(0, 60), `A ballot has no form "${unknown[0].slice(0, 60)}".`);
  if (more.length > 0 || !(name === form || (name === 'block' && form === 'choice'))) {
    const said = given.length === 0 ? 'nothing' : given.map(([key]) => `"${key}"`).join(' and ');
    return refuseMark(
      'ballot',
      `This vote is by ${methodCalled(rule.method)}: a ballot says "${form}" and nothing else; this one says ${said}.`,
    );
  }
  const value: unknown = only![1];
  return name === 'block'
    ? readChoice({ choice: 'block', reason: value }, rule, isPaper)
    : readers[form](value, rule, isPaper);
}

const isForm = (name: string): boolean => (ballotForms as readonly string[]).includes(name);
