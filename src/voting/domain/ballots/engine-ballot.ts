import type { BallotMarks, BallotRule } from './ballot-marks.js';

/** A ballot in the form in which the tally engine reads it for this rule (see METHODS.md). */
export function engineBallot(rule: Pick<BallotRule, 'options' | 'labels'>, marks: BallotMarks): unknown {
  if ('choice' in marks) return marks.choice;
  if ('consent' in marks) return marks.consent;
  if ('step' in marks) return [marks.step];
  if ('option' in marks) return marks.option;
  if ('approved' in marks) {
    return rule.options.ballot === 'marks'
      ? rule.labels.map((_, option) => (marks.approved.includes(option) ? 1 : 0))
      : marks.approved;
  }
  if ('scores' in marks) return marks.scores;
  if ('grades' in marks) return marks.grades;
  if ('points' in marks) return marks.points.map((points, option) => [option, points]);
  return marks.ranking.map((level) => (level.length === 0 ? null : level.length === 1 ? level[0] : level));
}
