import {
  refuseMark,
  type BallotMarks,
  type BallotRefusal,
  type BallotRule,
  type MarkPerOption,
} from './ballot-marks.js';
import { isWhole, notAnOption, optionNamed, shown, wholeOption } from './mark-fields.js';

/** `choice`: one option. */
export function readOption(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  const fault = notAnOption(value, rule);
  return fault === null ? { option: value as number } : refuseMark('option', `${fault}.`);
}

/** `approval`: options, each once, as few and as many as the rule says; none at all is a blank ballot. */
export function readApproved(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  if (!Array.isArray(value)) return refuseMark('approved', 'Give the list of options that you approve.');
  const listed = value as readonly unknown[];
  const most = Math.min(wholeOption(rule, 'max', rule.labels.length), rule.labels.length);
  const fewest = wholeOption(rule, 'min', 0);
  for (const [at, option] of listed.slice(0, rule.labels.length + 1).entries()) {
    const fault = notAnOption(option, rule);
    if (fault !== null) return refuseMark(`approved[${at}]`, `${fault}.`);
    if (listed.indexOf(option) !== at)
      return refuseMark(`approved[${at}]`, `${optionNamed(rule, option as number)} is approved twice.`);
  }
  if (listed.length > most)
    return refuseMark(
      'approved',
      `${listed.length} options are approved, and the rule allows at most ${most}.`,
    );
  if (listed.length > 0 && listed.length < fewest)
    return refuseMark(
      'approved',
      `${listed.length} options are approved, and the rule asks for ${fewest} or more.`,
    );
  return { approved: [...(listed as readonly number[])].sort((a, b) => a - b) };
}

/** `score` and `star`: a whole number within the range per option, null for a blank. */
export function readScores(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  const [lowest, highest] = scoreRange(rule);
  const scores = readMarks(value, rule, { form: 'scores', lowest, highest });
  return 'reason' in scores ? scores : { scores };
}

/** `majority-judgment`: a grade per option, 0 the lowest, null for a blank. */
export function readGrades(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  const highest = wholeOption(rule, 'grades', 2) - 1;
  const grades = readMarks(value, rule, { form: 'grades', lowest: 0, highest });
  return 'reason' in grades ? grades : { grades };
}

function scoreRange({ options }: BallotRule): readonly [number, number] {
  const range = options.score_range;
  return Array.isArray(range) ? (range as unknown as readonly [number, number]) : [0, 5];
}

function readMarks(
  value: unknown,
  rule: BallotRule,
  { form, lowest, highest }: { form: string; lowest: number; highest: number },
): MarkPerOption | BallotRefusal {
  const count = rule.labels.length;
  if (!Array.isArray(value) || value.length !== count)
    return refuseMark(
      form,
      `A ballot has one mark for each of the ${count} options, null where one is left blank.`,
    );
  const marks = value as readonly unknown[];
  const wrong = marks.findIndex((mark) => mark !== null && !isWhole(mark, lowest, highest));
  if (wrong === -1) return marks as MarkPerOption;
  return refuseMark(
    `${form}[${wrong}]`,
    `The mark of ${optionNamed(rule, wrong)} is ${shown(marks[wrong])}, not a whole number from ${lowest} to ${highest}.`,
  );
}
