import { cleanText } from '../../../shared/text.js';
import {
  consentPositions,
  refuseMark,
  voteChoices,
  type BallotMarks,
  type BallotRefusal,
  type BallotRule,
  type ConsentPosition,
  type VoteChoice,
} from './ballot-marks.js';
import { isWhole, shown } from './mark-fields.js';

const mostReason = 2_000;

/** `threshold`: one word; a block where the rule has one, with its reason; `invalid` from paper alone. */
export function readChoice(value: unknown, rule: BallotRule, isPaper: boolean): BallotMarks | BallotRefusal {
  if (typeof value === 'object' && value !== null) {
    return rule.block === 'forbidden'
      ? refuseMark('block', 'This rule knows no block: vote against.')
      : readBlock(value);
  }
  const choice = voteChoices.find((known) => known === value);
  if (choice === undefined)
    return refuseMark('choice', `${shown(value)} is none of ${voteChoices.join(', ')}.`);
  if (choice === 'block') return refuseMark('block', 'A block needs its reason: give it as "block".');
  if (choice === 'invalid' && !isPaper)
    return refuseMark('choice', 'Only a ballot on paper can be invalid; leave it blank instead.');
  return { choice: choice satisfies VoteChoice };
}

function readBlock(value: object): BallotMarks | BallotRefusal {
  const { reason } = value as { reason?: unknown };
  const text = typeof reason === 'string' ? cleanText(reason, mostReason) : null;
  return text === null
    ? refuseMark('block', `A block needs its reason, in 1 to ${mostReason} characters.`)
    : { choice: 'block', reason: text };
}

/** `consent`: a position; the words of an objection belong to the objection, not to the ballot. */
export function readConsent(value: unknown): BallotMarks | BallotRefusal {
  const position: unknown =
    typeof value === 'object' && value !== null ? (value as { position?: unknown }).position : value;
  return consentPositions.includes(position as ConsentPosition)
    ? { consent: position as ConsentPosition }
    : refuseMark('consent', `${shown(position)} is none of ${consentPositions.join(', ')}.`);
}

/** `gradients`: a step of the rule's scale, 0 the fullest agreement. */
export function readStep(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  const last = Number(rule.options.steps) - 1;
  return isWhole(value, 0, last)
    ? { step: value }
    : refuseMark(
        'step',
        `${shown(value)} is no step of the scale, which goes from 0 (full agreement) to ${last}.`,
      );
}
