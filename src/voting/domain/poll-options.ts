import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { choosesAmongOptions } from '../../membership/domain/decision-rule.js';
import { methodCalled } from './sentences/method-names.js';
import { addedBy, labelsOfAdded } from './added-options.js';
import { Refusal } from '../../shared/refusal.js';
import { cleanLine, cleanText } from '../../shared/text.js';

/** What can be chosen in a poll; known by its place in the list, from 0. */
export interface PollOption {
  readonly label: string;
  readonly description: string | null;
}
export type GivenOption = { readonly label: string; readonly description?: string | null | undefined };

export type OptionsReason =
  'INVALID_INPUT' | 'NO_OPTIONS_HERE' | 'TOO_FEW_OPTIONS' | 'TOO_MANY_OPTIONS' | 'OPTIONS_ALIKE';

type Choosing = Pick<DecisionPolicy, 'method' | 'seats' | 'minimumOptions' | 'maximumOptions' | 'options'>;

/**
 * The options of a vote by the rule of its kind of decision: as many as the rule allows and fill its seats, none where
 * the rule answers one question. Two options are alike when their labels differ in nothing but capitals, accents'
 * spelling or spaces: on a ballot nobody would tell them apart; nor is one called as an option that the rule adds. Modules that write options down before a vote ask the
 * same; it is asked again when the poll opens, since the rule may have changed.
 */
export function checkOptions(
  kind: string,
  policy: Choosing,
  given: readonly GivenOption[],
): readonly PollOption[] | Refusal<OptionsReason> {
  const least = Math.max(policy.minimumOptions, policy.seats);
  const most = policy.maximumOptions;
  if (!choosesAmongOptions(policy.method)) {
    if (given.length === 0) return [];
    return new Refusal(
      'NO_OPTIONS_HERE',
      `A ${kind} is decided by ${methodCalled(policy.method)}, which answers one question: it brings no options. Another kind of decision may choose among some.`,
    );
  }
  if (given.length < least)
    return new Refusal(
      'TOO_FEW_OPTIONS',
      `A ${kind} brings at least ${least} options; here are ${given.length}.`,
    );
  if (given.length > most)
    return new Refusal(
      'TOO_MANY_OPTIONS',
      `A ${kind} brings at most ${most} options; here are ${given.length}.`,
    );
  const added = addedBy(policy.options);
  return readOptions(given, added === null ? [] : labelsOfAdded(added));
}

function readOptions(
  given: readonly GivenOption[],
  taken: readonly string[],
): readonly PollOption[] | Refusal<OptionsReason> {
  const faults: string[] = [];
  const options = given.map(({ label, description }, position): PollOption => {
    const line = cleanLine(label, 200);
    const text = description ? cleanText(description, 10_000) : null;
    if (line === null) faults.push(`options[${position}].label: one line of 1 to 200 characters.`);
    if (description && text === null)
      faults.push(`options[${position}].description: at most 10,000 characters of text.`);
    return { label: line ?? '', description: text };
  });
  if (faults.length > 0) return new Refusal('INVALID_INPUT', 'The options are not acceptable.', faults);
  const alike = alikeAmong(
    options.map(({ label }) => label),
    taken,
  );
  return alike.length === 0
    ? options
    : new Refusal('OPTIONS_ALIKE', `Options are told apart by their labels: ${alike[0]}`, alike);
}

const folded = (label: string): string => label.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

function alikeAmong(labels: readonly string[], taken: readonly string[]): readonly string[] {
  const seen = new Map(taken.map((label) => [folded(label), 'the option that the rule adds']));
  return labels.flatMap((label, position) => {
    const earlier = seen.get(folded(label));
    if (earlier !== undefined) return [`options[${position}] is the same as ${earlier}.`];
    seen.set(folded(label), `options[${position}]`);
    return [];
  });
}
