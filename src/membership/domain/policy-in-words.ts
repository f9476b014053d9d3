import type { DecisionPolicy } from './decision-policy.js';
import type { Participation, ThresholdBase } from './decision-rule.js';
import { Ratio } from '../../shared/ratio.js';

/**
 * A rule of decision in plain sentences, one for each thing it settles, in the order in which a member asks: who
 * decides, what it takes, who must take part, when it begins and ends, who sees what, when it takes force.
 */
export function policyInWords(policy: DecisionPolicy): readonly string[] {
  return [
    `The ${policy.body.replace(/-/g, ' ')} decides.`,
    thresholdInWords(policy),
    quorumInWords(policy),
    `${timesInWords(policy)} The vote is opened by ${listInWords(policy.mayOpen.map(openerInWords), 'or')}.`,
    policy.visibility === 'open'
      ? 'Everybody sees how each member voted.'
      : 'How each member voted is confidential: administrators of the system can see it, members cannot.',
    policy.resultsBeforeClose
      ? 'Results are shown while the vote is open.'
      : 'Results are hidden until the vote has closed.',
    policy.mayExtend ? 'The vote may be extended.' : 'The vote cannot be extended.',
    policy.effectiveAfterDays === 0
      ? 'The decision takes force at once.'
      : `The decision takes force ${days(policy.effectiveAfterDays)} after the result.`,
  ];
}

const baseInWords: Readonly<Record<ThresholdBase, string>> = {
  cast: 'the votes cast for and against',
  valid: 'the votes cast, abstentions included,',
  eligible: 'all votes of those entitled to vote',
};

function thresholdInWords({ threshold, method }: DecisionPolicy): string {
  if (threshold === null) return `It is decided by ${method}.`;
  const { fraction, comparison, base } = threshold;
  if (fraction.isZero()) {
    return comparison === '>='
      ? 'No majority is needed.'
      : `It takes a vote in favour, counted in ${baseInWords[base]}.`;
  }
  if (fraction.equals(Ratio.one)) return `It is adopted when all of ${baseInWords[base]} are in favour.`;
  const isHalf = fraction.equals(Ratio.of(1n, 2n));
  const part = isHalf ? 'half' : `${fraction.toString()}`;
  return `It is adopted when ${comparison === '>' ? 'more than' : 'at least'} ${part} of ${baseInWords[base]} are in favour.`;
}

const choiceInWords: Readonly<Record<Participation, string>> = {
  for: 'votes for',
  against: 'votes against',
  abstain: 'abstentions',
  blank: 'blank ballots',
  invalid: 'invalid ballots',
  block: 'blocks',
  ballots: 'all ballots',
};

function quorumInWords({ quorum }: DecisionPolicy): string {
  if (quorum.fraction.isZero()) return 'No least participation is required.';
  const part = quorum.fraction.equals(Ratio.one) ? 'All' : `At least ${quorum.fraction.toString()}`;
  const whole =
    quorum.measure === 'people' ? 'the members entitled to vote' : 'the votes of those entitled to vote';
  return `${part} of ${whole} must take part; ${listInWords(
    quorum.counting.map((choice) => choiceInWords[choice]),
    'and',
  )} count as taking part.`;
}

function timesInWords(policy: DecisionPolicy): string {
  const notice =
    policy.noticeDays === 0
      ? 'The vote may open without notice'
      : `The vote opens ${days(policy.noticeDays)} after publication at the earliest`;
  return policy.minimumDurationHours === policy.maximumDurationHours
    ? `${notice} and lasts ${hours(policy.minimumDurationHours)}.`
    : `${notice} and lasts from ${hours(policy.minimumDurationHours)} to ${hours(policy.maximumDurationHours)}.`;
}

const openerInWords = (opener: string): string => (opener === 'author' ? 'the author' : `a ${opener}`);
const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);

function hours(count: number): string {
  if (count % 24 === 0) return days(count / 24);
  return count === 1 ? 'one hour' : `${count} hours`;
}

function listInWords(items: readonly string[], word: 'and' | 'or'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
