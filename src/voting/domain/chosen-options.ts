import type { MethodName } from '../../membership/domain/decision-rule.js';
import type { Json } from '../../shared/canonical-json.js';
import type { Outcome } from './tally/tally-method.js';

interface Chosen {
  readonly outcome: 'passed' | 'failed' | 'tie' | 'decided';
  readonly winners: readonly number[];
  /** Those among whom the rule decides nothing. */
  readonly tied: readonly number[];
}

/**
 * What a count among options, or of a question without a majority, decided. `anythingSaid`: whether any ballot said
 * something about an option; where none did nobody is chosen, though a lot could be drawn.
 */
export function chosenBy(method: MethodName, counting: Outcome, anythingSaid: boolean): Chosen {
  // "None of these" is no option to carry out: the seat that it takes, and those after it, stay empty.
  const winners = positions(counting.winners).filter((winner) => winner !== counting.none_of_these);
  if (method === 'consent') return question(counting.passed === true);
  if (method === 'gradients') return question(winners.length > 0);
  if (!anythingSaid) return { outcome: 'failed', winners: [], tied: [] };
  const tied = undecided(counting);
  const certain = winners.filter((winner) => !tied.includes(winner));
  if (tied.length > 0) return { outcome: 'tie', winners: certain, tied };
  return { outcome: certain.length > 0 ? 'decided' : 'failed', winners: certain, tied: [] };
}

const question = (passed: boolean): Chosen => ({
  ...{ outcome: passed ? 'passed' : 'failed', winners: [], tied: [] },
});

/**
 * Those among whom the rule does not decide: the method's own `tie`, and every tie of which it picked nobody. A tie on
 * the way that is reported ends the count, so it is one too.
 */
function undecided(counting: Outcome): readonly number[] {
  const reported = list(counting.ties).flatMap((tie) => {
    const { picked, tied } = tie as { readonly picked?: Json; readonly tied?: Json };
    return picked === null ? positions(tied) : [];
  });
  return [...new Set([...positions(counting.tie), ...reported])];
}

const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];
const positions = (value: Json | undefined): number[] =>
  list(value).filter((entry): entry is number => typeof entry === 'number');
