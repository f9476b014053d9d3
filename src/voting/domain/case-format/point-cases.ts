import { type Json } from '../../../shared/canonical-json.js';
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

/** One index or one mark per candidate tell themselves apart, whatever words describe them. */
export const choiceCases = marks('choice', {
  ballot: 'note',
  overvote: REJECTED,
  out_of_range: REJECTED,
  all_blank: ABSTENTION,
});

/** "list of ..." or "marks ..."; left out, marks. */
export const approvalCases: CaseAdapter = {
  method: 'approval',
  toElection: (neutral) => {
    const { ballot = 'marks' } = neutral.options;
    const form = typeof ballot === 'string' && ballot.startsWith('list') ? 'candidates' : null;
    const written = typeof ballot === 'string' && ballot.startsWith('marks') ? 'marks' : ballot;
    const adapter = marks(
      'approval',
      { ballot: 'note', out_of_range: REJECTED, all_blank: ABSTENTION },
      { ballot: form ?? written },
    );
    return adapter.toElection(neutral);
  },
};

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

const lotsFrom = (order: Json): RuleOptions => ({ tie_break: { mode: 'fixed_order', order } });

/** A case that decides by lot without giving an order meets no such tie, or any order will do. */
export const starCases: CaseAdapter = {
  ...marks('star', {}),
  toElection: ({ options, seats, candidates, ballots }) => ({
    method: 'star',
    options: translateOptions(
      options,
      {
        tolerance: 'note',
        lot_order: { [JSON.stringify(options['lot_order'])]: lotsFrom(options['lot_order'] ?? null) },
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
