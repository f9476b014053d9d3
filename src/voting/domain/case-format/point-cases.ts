import { type CaseAdapter } from './case-adapter.js';
import { translateOptions, type Vocabulary } from './translate-options.js';
import { type RuleOptions } from '../tally/tally-method.js';

const marks = (method: string, vocabulary: Vocabulary, defaults: RuleOptions = {}): CaseAdapter => ({
  method,
  toElection: ({ options, seats, candidates, ballots }) => ({
    method,
    options: translateOptions(options, { tolerance: 'note', ...vocabulary }, defaults),
    seats,
    candidates,
    ballots,
  }),
});

const REJECTED = { '"ballot rejected"': {} };
const ABSTENTION = { '"abstention"': {} };
const MARKS_OF_ONE = {
  '"marks per candidate 0/1; at most one"': {},
  '"candidate index"': {},
  '"one candidate index"': {},
};

export const choiceCases = marks('choice', {
  ballot: MARKS_OF_ONE,
  overvote: REJECTED,
  out_of_range: REJECTED,
  all_blank: ABSTENTION,
});

export const approvalCases = marks(
  'approval',
  {
    ballot: {
      '"list of approved candidate indexes"': { ballot: 'candidates' },
      '"marks per candidate 0/1"': { ballot: 'marks' },
    },
    out_of_range: REJECTED,
    all_blank: ABSTENTION,
  },
  { ballot: 'marks' },
);

/** Cases leave a blank to the scores that there are. */
export const scoreCases = marks(
  'score',
  {
    blank: { '"0"': { blank: 'zero' }, '0': { blank: 'zero' }, '"ignored"': { blank: 'abstention' } },
    out_of_range: REJECTED,
    all_blank: ABSTENTION,
  },
  { blank: 'abstention' },
);

const LOSSES = 'fewest head-to-head losses among tied (repeat)';
const scoringSteps = (...steps: string[]): RuleOptions => ({ scoring_tie: ['fewest_losses', ...steps] });
const runoffSteps = (...steps: string[]): RuleOptions => ({ runoff_tie: ['higher_total', ...steps] });

/** A case that decides by lot without giving an order meets no such tie, or any order will do. */
export const starCases: CaseAdapter = {
  ...marks('star', {}),
  toElection: ({ options, seats, candidates, ballots }) => ({
    method: 'star',
    options: translateOptions(
      options,
      {
        tolerance: 'note',
        blank: { '"0 if the ballot has any mark; whole blank ballot = abstention"': {} },
        out_of_range: REJECTED,
        scoring_tie: {
          [JSON.stringify([LOSSES, 'report true tie'])]: scoringSteps('report'),
          [JSON.stringify([LOSSES, 'most five-star', 'report true tie'])]: scoringSteps(
            'most_five_star',
            'report',
          ),
          [JSON.stringify([LOSSES, 'lot order'])]: scoringSteps('lot_order'),
          [JSON.stringify([LOSSES, 'most five-star', 'lot order'])]: scoringSteps(
            'most_five_star',
            'lot_order',
          ),
        },
        runoff_tie: {
          '["higher total score","report true tie"]': runoffSteps('report'),
          '["higher total score","most five-star","report true tie"]': runoffSteps(
            'most_five_star',
            'report',
          ),
          '["higher total score","lot order"]': runoffSteps('lot_order'),
          '["higher total score","most five-star","lot order"]': runoffSteps('most_five_star', 'lot_order'),
        },
      },
      { tie_break: { mode: 'fixed_order', order: candidates.map((_, candidate) => candidate) } },
    ),
    seats,
    candidates,
    ballots,
  }),
};
