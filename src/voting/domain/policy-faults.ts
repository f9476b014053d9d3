import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { choosesAmongOptions } from '../../membership/domain/decision-rule.js';
import { isRefusal } from '../../shared/refusal.js';
import { holdersCanHide } from './ballot-secrecy.js';
import { pollElection, withDrawnOrder } from './poll-election.js';
import { tallyElection } from './tally/method-registry.js';

/** Choices that name single options by their place: they belong to one poll, and no rule can know them. */
const choicesOfOnePoll = ['excluded', 'undeclared_write_in', 'none_of_these'];

/** See BALLOTS.md, *Why*. */
const noEarlyEnd =
  'earlyDecision: a vote lasts until its announced closing; ending it earlier is not offered, so it must be never.';

/** After each ballot a count that shows tells what it said; and the record tells whose it was. */
const noCountWhileConfidential =
  'resultsBeforeClose: in a confidential vote a count that shows after every ballot tells how each was cast; it must be false, or the vote open.';

/** The ballot of a holder stands once in the list for each vote it counts for; see `holdersCanHide`. */
const noHoldersInSight =
  'delegation: in a confidential vote whoever delegated could find the ballot of their holder, where ballots are rarely alike or bear words; it must be forbidden, the vote open, or the method threshold without blocks, choice or gradients.';

/**
 * Whether results show before the close: where the rule says so, and in open votes alone, since a count seen before and
 * after a ballot tells how it was cast. A rule that asks for both is refused (`policyFaults`); for a vote that was opened
 * by one, secrecy goes before.
 */
export const showsBeforeClose = (policy: DecisionPolicy): boolean =>
  policy.resultsBeforeClose && policy.visibility === 'open';

/**
 * Why polls are not held by this rule: it would tell of a confidential vote what it promises to keep, or the tally could
 * not count by it; empty when neither.
 */
export const policyFaults = (policy: DecisionPolicy, optionCount?: number): readonly string[] => [
  ...(policy.resultsBeforeClose && policy.visibility === 'confidential' ? [noCountWhileConfidential] : []),
  ...(policy.visibility === 'confidential' && policy.delegation.allowed && !holdersCanHide(policy)
    ? [noHoldersInSight]
    : []),
  ...countingFaults(policy, optionCount),
];

/**
 * Why the tally could not count by this rule, in the engine's own words; empty when it can. Asked with an election
 * that nobody voted in, of as many options as there are, or as the rule allows at the least and at the most: whatever
 * is wrong with method, version, choices or seats shows without a ballot. What slipped through here would open polls
 * that can never be counted.
 */
function countingFaults(policy: DecisionPolicy, optionCount?: number): readonly string[] {
  if (policy.method === 'threshold')
    return policy.earlyDecision === 'never' ? faultsOfThreshold(policy) : [noEarlyEnd];
  const named = choicesOfOnePoll.filter((name) => policy.options[name] !== undefined);
  if (named.length > 0) {
    return named.map(
      (name) => `options.${name} names options by their place, which differ from vote to vote.`,
    );
  }
  const counts = !choosesAmongOptions(policy.method)
    ? [1]
    : optionCount === undefined
      ? [policy.minimumOptions, policy.maximumOptions]
      : [optionCount];
  const faults = counts.flatMap((count) => faultsWith(policy, count));
  return [...new Set(faults)];
}

/** As a vote in which nobody may vote and nobody does: what the parser let through and the tally would not. */
function faultsOfThreshold(policy: DecisionPolicy): readonly string[] {
  const nobody = { people: 0n, weightMillionths: 0n };
  const electorate = { perClass: [], withdrawn: nobody };
  const facts = { rule: policy, options: [], electorate, groups: [], drawnOrder: [], objections: [] };
  const outcome = tallyElection(pollElection(facts));
  return isRefusal(outcome) ? [outcome.message, ...outcome.details] : [];
}

function faultsWith(policy: DecisionPolicy, count: number): readonly string[] {
  const places = Array.from({ length: count }, (_, place) => place);
  const outcome = tallyElection({
    method: policy.method,
    version: policy.methodVersion,
    options: withDrawnOrder(policy.options, places),
    candidates: places.map(String),
    seats: policy.seats,
    ballots: [],
  });
  return isRefusal(outcome) ? [outcome.message, ...outcome.details] : [];
}
