import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { choosesAmongOptions } from '../../membership/domain/decision-rule.js';
import { Refusal } from '../../shared/refusal.js';
import { cleanLine, cleanText } from '../../shared/text.js';

/** What can be chosen, known by its place in the list, from 0. */
export interface ProposalOption {
  readonly label: string;
  readonly description: string | null;
}
export type GivenOption = { readonly label: string; readonly description?: string | null | undefined };

export type OptionReason =
  'INVALID_INPUT' | 'NO_OPTIONS_HERE' | 'TOO_FEW_OPTIONS' | 'TOO_MANY_OPTIONS' | 'OPTIONS_ALIKE';

type Choosing = Pick<DecisionPolicy, 'method' | 'seats' | 'minimumOptions' | 'maximumOptions'>;

/**
 * The options of a proposal by the rule of its kind: as many as the rule allows and fill its seats, none where the rule answers one
 * question. Two options are alike when their labels differ in nothing but capitals, accents' spelling or spaces: on a
 * ballot nobody would tell them apart.
 */
export function checkOptions(
  kind: string,
  policy: Choosing,
  given: readonly GivenOption[],
): readonly ProposalOption[] | Refusal<OptionReason> {
  const least = Math.max(policy.minimumOptions, policy.seats);
  const most = policy.maximumOptions;
  if (!choosesAmongOptions(policy.method)) {
    if (given.length === 0) return [];
    return new Refusal(
      'NO_OPTIONS_HERE',
      `A ${kind} is decided by ${policy.method}, which answers one question: it brings no options.`,
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
  return readOptions(given);
}

function readOptions(given: readonly GivenOption[]): readonly ProposalOption[] | Refusal<OptionReason> {
  const faults: string[] = [];
  const options = given.map(({ label, description }, position): ProposalOption => {
    const line = cleanLine(label, 200);
    const text = description ? cleanText(description, 10_000) : null;
    if (line === null) faults.push(`options[${position}].label: one line of 1 to 200 characters.`);
    if (description && text === null)
      faults.push(`options[${position}].description: at most 10,000 characters of text.`);
    return { label: line ?? '', description: text };
  });
  if (faults.length > 0) return new Refusal('INVALID_INPUT', 'The options are not acceptable.', faults);
  const alike = alikeAmong(options.map(({ label }) => label));
  return alike.length === 0
    ? options
    : new Refusal('OPTIONS_ALIKE', `Options are told apart by their labels: ${alike[0]}`, alike);
}

function alikeAmong(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.flatMap((label, position) => {
    const folded = label.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
    const earlier = seen.get(folded);
    if (earlier !== undefined) return [`options[${position}] is the same as options[${earlier}].`];
    seen.set(folded, position);
    return [];
  });
}

/** A topic is a short code under which members may have passed on their votes; null without one. */
export function checkTopic(topic: string | null | undefined): string | null | Refusal<'INVALID_INPUT'> {
  if (topic === undefined || topic === null || topic === '') return null;
  return topic.length <= 60 && /^[a-z0-9](-?[a-z0-9])*$/.test(topic)
    ? topic
    : new Refusal('INVALID_INPUT', 'A topic is a short code of small letters, digits and single hyphens.', [
        'topic',
      ]);
}
