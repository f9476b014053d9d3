import type { Refusal } from '../../shared/refusal.js';
import type { LossStep, Policy } from './input/policy-schema.js';
import type { FormRule, Pool } from './input/rule-schema.js';
import type { Participant } from './input/snapshot-schema.js';
import { lossPool, lossStepId } from './loss-names.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * What each member may choose where law or bylaw leaves it to them: in what form an allocation comes, how their part of
 * a loss is settled (ES, Ley 27/1999 art 59.3). A choice changes the forms of one's own line, never an amount of
 * anybody's. Who says nothing gets what the rule says without a choice.
 */
export interface Offered {
  readonly forms: readonly FormRule[];
  /** Null: for all who chose nothing. */
  readonly choice: string | null;
}

/** Under which name a choice about a step of a loss stands. */
export const lossChoice = (rule: LossStep): string => lossPool(lossStepId(rule));

/** The forms of a pool, and those that may be chosen instead. */
export const formsOffered = ({ forms, choices = [] }: Pool): readonly Offered[] => [
  { choice: null, forms: forms ?? defaultForms },
  ...choices.map(({ id, forms: chosen }) => ({ choice: id, forms: chosen })),
];
const defaultForms: readonly FormRule[] = [{ form: 'cash' }];

/** Every form that an allocation of a pool may take, chosen or not. */
export const everyForm = (pool: Pool): readonly FormRule[] =>
  formsOffered(pool).flatMap(({ forms }) => forms);

/** Everything that may be chosen, by the name of the pool or of the step of a loss. */
export function choicesOffered(policy: Policy): ReadonlyMap<string, readonly string[]> {
  const pools = [...(policy.waterfall?.pools ?? []), ...(policy.pools ?? [])];
  return new Map<string, readonly string[]>([
    ...pools.flatMap(({ id, choices }) => (choices ? [[id, choices.map((one) => one.id)] as const] : [])),
    ...(policy.loss ?? []).flatMap((rule) =>
      rule.choices ? [[lossChoice(rule), rule.choices] as const] : [],
    ),
  ]);
}

/** Refuses a choice that nobody is offered: it would count for nothing, and somebody would think that it did. */
export function faultOfChoices(
  { key, choices }: Pick<Participant, 'key' | 'choices'>,
  offered: ReadonlyMap<string, readonly string[]>,
): Refusal<SurplusReason> | null {
  for (const [name, choice] of choices ?? [])
    if (!offered.get(name)?.includes(choice))
      return refuse(
        'MALFORMED_INPUT',
        `${key} chose ${choice} for ${name}, which the policy does not offer.`,
        [
          offered.has(name)
            ? `for ${name} it offers ${offered.get(name)!.join(', ')}`
            : `choices are offered for ${[...offered.keys()].join(', ') || 'nothing'}`,
        ],
      );
  return null;
}
