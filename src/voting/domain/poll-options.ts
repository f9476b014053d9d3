import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { choosesAmongOptions } from '../../membership/domain/decision-rule.js';
import { Refusal } from '../../shared/refusal.js';
import { cleanLine, cleanText } from '../../shared/text.js';

/** What can be chosen in a poll; known by its place in the list, from 0. */
export interface PollOption {
  readonly label: string;
  readonly description: string | null;
}
export type OptionsReason = 'INVALID_OPTIONS';

type Choosing = Pick<DecisionPolicy, 'method' | 'seats' | 'minimumOptions' | 'maximumOptions'>;

/**
 * The options of a poll as they will be frozen: as many as the rule allows and no fewer than its seats, each label one
 * line of its own. A rule that answers a question has none.
 */
export function checkOptions(
  policy: Choosing,
  given: readonly { readonly label: string; readonly description?: string | null | undefined }[],
): readonly PollOption[] | Refusal<OptionsReason> {
  if (!choosesAmongOptions(policy.method)) {
    return given.length === 0
      ? []
      : refuse(`A vote by ${policy.method} is about one question and has no options.`);
  }
  const { seats, minimumOptions: least, maximumOptions: most } = policy;
  if (given.length < least || given.length > most)
    return refuse(`The rule asks for ${least} to ${most} options; there are ${given.length}.`);
  if (given.length < seats)
    return refuse(`${seats} are to be chosen, and there are only ${given.length} options.`);
  const options: PollOption[] = [];
  for (const [position, option] of given.entries()) {
    const label = cleanLine(option.label, 200);
    const description = option.description ? cleanText(option.description, 10_000) : null;
    if (label === null || (option.description && description === null))
      return refuse(
        `Option ${position}: a label is one line of 1 to 200 characters, a description at most 10,000.`,
        position,
      );
    if (options.some((earlier) => earlier.label === label))
      return refuse(
        `Option ${position}: “${label}” is there already; options are told apart by their labels.`,
        position,
      );
    options.push({ label, description });
  }
  return options;
}

const refuse = (message: string, position?: number): Refusal<OptionsReason> =>
  new Refusal('INVALID_OPTIONS', message, position === undefined ? [] : [`options[${position}]`]);
