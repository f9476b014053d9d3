import { type Election } from '../../src/voting/domain/tally/tally-method.js';
import { tallyElection } from '../../src/voting/domain/tally/method-registry.js';
import { isRefusal } from '../../src/shared/refusal.js';

/** A rule with its recorded choices; the order of ties is put in for each election. */
export interface RankedRule {
  readonly name: string;
  readonly method: string;
  readonly options: (order: readonly number[]) => Election['options'];
  readonly seats: 'one' | 'several';
}

const lots = (order: readonly number[]) => ({ mode: 'fixed_order', order: [...order] }) as const;
const history = (order: readonly number[]) => ({ mode: 'previous_rounds', then: lots(order) }) as const;
const one = (method: string, name: string, options: Record<string, string | boolean>): RankedRule => ({
  name: `${method} ${name}`,
  method,
  seats: 'one',
  options: (order) => ({ ...options, tie_break: lots(order) }),
});
const stv = (variant: string, options: Record<string, string | boolean> = {}): RankedRule => ({
  name: `stv ${variant} ${Object.values(options).join(' ')}`.trim(),
  method: 'stv',
  seats: 'several',
  options: (order) => ({
    variant,
    ...options,
    tie_break: variant === 'scottish' ? history(order) : lots(order),
  }),
});

export const IRV_RULES = [
  one('irv', 'plain', {}),
  one('irv', 'in batches', { batch_elimination: true }),
  one('irv', 'until two', { continue_until_two: true, batch_elimination: true }),
  one('irv', 'threshold of the first round', { first_round_threshold: true }),
];
export const STV_RULES = [
  stv('scottish'),
  stv('wigm-prf'),
  stv('meek-prf'),
  stv('meek'),
  stv('meek', { arithmetic: 'fixed' }),
  stv('warren'),
  stv('gregory-fractional'),
  stv('gregory-fractional', { quota_fractional: true, one_winner_per_round: true }),
  stv('gregory-fractional', { arithmetic: 'exact', quota: 'hagenbach-bischoff' }),
  stv('gregory-fractional', { quota: 'hare' }),
];
const tiedLast = { unranked: 'tied_last' };
export const PAIRWISE_RULES = [
  one('schulze', 'winning', { strength: 'winning', ...tiedLast }),
  one('schulze', 'margin', { strength: 'margin', unranked: 'no_preference' }),
  one('schulze', 'ratio', { strength: 'ratio', ...tiedLast }),
  one('ranked-pairs', 'winning', { strength: 'winning', equal_pairs: 'fixed_order', ...tiedLast }),
  one('ranked-pairs', 'margin', { strength: 'margin', equal_pairs: 'fixed_order', ...tiedLast }),
  one('minimax', 'winning', { strength: 'winning', ...tiedLast }),
  one('minimax', 'margin', { strength: 'margin', ...tiedLast }),
  one('copeland', 'halves', { score: 'half_per_tie', ...tiedLast }),
];
export const OTHER_RULES = [
  one('minimax', 'opposition', { strength: 'opposition', ...tiedLast }),
  one('borda', 'sharing', { points: 'n_to_1', unranked: 'share_remaining' }),
  one('borda', 'nothing for the unranked', { points: 'n_minus_1_to_0', unranked: 'zero' }),
];
export const RANKED_RULES = [...IRV_RULES, ...STV_RULES, ...PAIRWISE_RULES, ...OTHER_RULES];

/** The outcome of a rule; a refusal fails the test that asked. */
export function outcomeOf(
  rule: RankedRule,
  election: { candidates: string[]; seats: number; order: readonly number[]; ballots: Election['ballots'] },
): Record<string, any> {
  const { candidates, ballots, order, seats } = election;
  const outcome = tallyElection({
    method: rule.method,
    options: rule.options(order),
    candidates,
    ballots,
    seats: rule.seats === 'one' ? 1 : seats,
  });
  if (isRefusal(outcome)) throw new Error(`${rule.name} refused: ${outcome.message}`);
  return outcome;
}
