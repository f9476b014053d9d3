import { type Json } from '../../../shared/canonical-json.js';
import { type CaseAdapter, type NeutralCase } from './case-adapter.js';
import { translateOptions, type Vocabulary } from './translate-options.js';
import { refuseTally, type RuleOptions, type TallyRefusal } from '../tally/tally-method.js';

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

/**
 * One option by ballot, or a mark of 0 or 1 for each. A mark that is neither is set aside and counted only where the
 * case says so (`out_of_range`): else it is most likely the number of an option in a list, and the file is wrong.
 */
function refuseUnknownOptions({ options, candidates, ballots }: NeutralCase): TallyRefusal | null {
  if (options['out_of_range'] !== undefined) return null;
  for (const [group, [, ballot]] of ballots.entries()) {
    const marks: readonly unknown[] = Array.isArray(ballot) ? (ballot as readonly unknown[]) : [];
    const unknown = marks.find((mark) => mark !== 0 && mark !== 1 && mark !== null);
    if (unknown === undefined) continue;
    const option = JSON.stringify(unknown)?.slice(0, 100) ?? 'nothing';
    const known = `the marks are 0 and 1, one for each of the ${candidates.length} options; a list of options by number needs "ballot": "list of options"`;
    return refuseTally('INVALID_BALLOT', `Ballot ${group} names ${option}, an unknown option: ${known}.`, [
      `ballots[${group}][1]`,
    ]);
  }
  return null;
}

const REJECTED = { '"ballot rejected"': {} };
const ABSTENTION = { '"abstention"': {} };

/** One index or one mark per candidate tell themselves apart, whatever words describe them. */
export const choiceCases: CaseAdapter = {
  method: 'choice',
  toElection: (neutral) =>
    refuseUnknownOptions(neutral) ??
    marks('choice', {
      ballot: 'note',
      overvote: REJECTED,
      out_of_range: REJECTED,
      all_blank: ABSTENTION,
    }).toElection(neutral),
};

/** "list of ..." or "marks ..."; left out, marks. */
export const approvalCases: CaseAdapter = {
  method: 'approval',
  toElection: (neutral) => {
    const { ballot = 'marks' } = neutral.options;
    const form = typeof ballot === 'string' && ballot.startsWith('list') ? 'candidates' : null;
    const unknown = form === null && ballot !== 'candidates' ? refuseUnknownOptions(neutral) : null;
    if (unknown) return unknown;
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
