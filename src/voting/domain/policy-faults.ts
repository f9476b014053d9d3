import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { choosesAmongOptions } from '../../membership/domain/decision-rule.js';
import { isRefusal } from '../../shared/refusal.js';
import { holdersCanHide } from './ballot-secrecy.js';
import { addedBy, addedOptions, choicesOfOnePoll } from './added-options.js';
import { choosingOptions, pollElection } from './poll-election.js';
import { tallyElection } from './tally/method-registry.js';

/** The record says when who cast a ballot: the last one before such an end is the one that made it certain. */
const noEarlyEnd =
  'earlyDecision: an end before the announced closing tells how the last ballot was cast; in a confidential vote it must be never.';

/** After each ballot a count that shows tells what it said; and the record tells whose it was. */
const noCountWhileConfidential =
  'resultsBeforeClose: in a confidential vote a count that shows after every ballot tells how each was cast; it must be false, or the vote open.';

/** An option can be taken out by whoever may open such a vote: not by somebody who sees who leads. */
const noExclusionInSight =
  'options.excluded: options are taken out only of votes whose count nobody sees before the close; one of it and resultsBeforeClose must be false.';

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
  ...(policy.options.excluded === true && showsBeforeClose(policy) ? [noExclusionInSight] : []),
  ...(policy.earlyDecision === 'certain' && policy.visibility === 'confidential' ? [noEarlyEnd] : []),
  ...countingFaults(policy, optionCount),
];

/**
 * Why the tally could not count by this rule, in the engine's own words; empty when it can. Asked with an election
 * that nobody voted in, of as many options as there are, or as the rule allows at the least and at the most: whatever
 * is wrong with method, version, choices or seats shows without a ballot. What slipped through here would open polls
 * that can never be counted.
 */
function countingFaults(policy: DecisionPolicy, optionCount?: number): readonly string[] {
  if (policy.method === 'threshold') return faultsOfThreshold(policy);
  // Which option it is differs from vote to vote: a rule says whether there is one.
  const unclear = choicesOfOnePoll.filter(
    (name) => policy.options[name] !== undefined && typeof policy.options[name] !== 'boolean',
  );
  if (unclear.length > 0)
    return unclear.map((name) => `options.${name} is true or false; which option it is each vote settles.`);
  if (addedOptions.every((name) => policy.options[name] === true))
    return [`options: a vote has one added option, ${addedOptions.join(' or ')}.`];
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

function faultsWith(policy: DecisionPolicy, proposed: number): readonly string[] {
  const count = proposed + (addedBy(policy.options) === null ? 0 : 1);
  const places = Array.from({ length: count }, (_, place) => place);
  const outcome = tallyElection({
    method: policy.method,
    version: policy.methodVersion,
    // Whoever is taken out later: the count must go on without.
    options: choosingOptions(policy, count, places, [0]),
    candidates: places.map(String),
    seats: policy.seats,
    ballots: [],
  });
  return isRefusal(outcome) ? [outcome.message, ...outcome.details] : [];
}
