import type { RuleOptions } from './decision-rule.js';
import type { PolicyPhrases } from './policy-phrases.js';

const shown = (options: RuleOptions, name: string): string | null => {
  const value = options[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};
const range = (options: RuleOptions): string => {
  const [lowest, highest] = Array.isArray(options['score_range'])
    ? (options['score_range'] as number[])
    : [0, 5];
  return `from ${lowest} to ${highest}`;
};
const best = (seats: number, by: string): string =>
  seats === 1 ? `the option with ${by} is chosen` : `the ${seats} options with ${by} are chosen`;
const ranked = 'Each member ranks the options';

/** How each method chooses, in one English sentence. */
export const methodsInEnglish: PolicyPhrases['methods'] = {
  choice: (_, seats) => `Each member names one option; ${best(seats, 'the most votes')}.`,
  approval: (options, seats) => {
    const [least, most] = [shown(options, 'min'), shown(options, 'max')];
    const bounds = [least && `at least ${least}`, most && `at most ${most}`].filter(Boolean).join(' and ');
    return `Each member approves ${bounds || 'any number of'} options; ${best(seats, 'the most approvals')}.`;
  },
  score: (options, seats) =>
    `Each member gives every option a mark ${range(options)}; ${best(seats, `the highest ${shown(options, 'aggregate') ?? 'sum'} of marks`)}.`,
  star: (options) =>
    `Each member gives every option a mark ${range(options)}; of the two with the highest totals the one that more members marked higher is chosen.`,
  'majority-judgment': (options, seats) =>
    `Each member gives every option one of ${shown(options, 'grades') ?? 'the'} grades; ${best(seats, 'the best median grade')}.`,
  borda: (_, seats) => `${ranked} and each place gives points; ${best(seats, 'the most points')}.`,
  irv: () =>
    `${ranked}. As long as none is first on more than half of the ballots, the last one goes out and its ballots pass to their next choice.`,
  stv: (options, seats) =>
    `${ranked}. ${seats === 1 ? 'One seat is' : `${seats} seats are`} filled by single transferable vote (${shown(options, 'variant')}): votes beyond what a seat needs, and those of whoever goes out, pass to the next choice.`,
  schulze: (_, seats) =>
    `${ranked}. Options are compared in pairs; ${best(seats, 'the strongest paths of victories (Schulze)')}.`,
  'ranked-pairs': () =>
    `${ranked}. Victories between two are locked in from the strongest down; those whom no locked victory is against are chosen.`,
  minimax: (_, seats) =>
    `${ranked}. Options are compared in pairs; ${best(seats, 'the smallest worst defeat')}.`,
  copeland: (_, seats) =>
    `${ranked}. Options are compared in pairs; ${best(seats, 'the most victories, less defeats')}.`,
  dots: (options, seats) => {
    const most = shown(options, 'per_option');
    return `Each member shares ${shown(options, 'points')} points among the options${most ? `, at most ${most} on one` : ''}; ${best(seats, 'the most points')}.`;
  },
  'weighted-split': (_, seats) =>
    `Each member’s vote is split among the options in the proportion they give; ${best(seats, 'the largest part')}.`,
  quadratic: (options, seats) =>
    `Each member has ${shown(options, 'credits')} credits, and k votes for one option cost k × k of them; ${best(seats, 'the most votes')}.`,
};
