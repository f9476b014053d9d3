import type { Json } from '../../shared/canonical-json.js';
import type { DecisionPolicyInput, MajorityInput } from './decision-policy.inputs.js';
import type { ComparisonName, MethodOptionsInput } from './method-options.inputs.js';

type Fields = Readonly<Record<string, Json | undefined>>;

/** The rule as it is stored, from the typed input; whether it is one is checked where rules are taken in. */
export function policyOfInput(input: DecisionPolicyInput): { readonly [field: string]: Json } {
  const method = input.method ?? 'threshold';
  const { threshold: fraction, comparison, base } = input;
  const hasMajority = [fraction, comparison, base].some((field) => field !== undefined && field !== null);
  return given({
    ...{ body: input.body, method, methodVersion: input.methodVersion ?? undefined },
    threshold: hasMajority
      ? given({ fraction: fraction ?? undefined, comparison: sign(comparison), base: base ?? undefined })
      : undefined,
    classMajorities: input.classMajorities?.map((part) => ({ class: part.class, ...majorityOf(part) })),
    classCaps: input.classCaps?.map((cap) => ({ class: cap.class, fraction: cap.fraction })),
    block: input.block ?? undefined,
    earlyDecision: input.earlyDecision ? 'certain' : undefined,
    quorum: given({
      ...{ measure: input.quorumMeasure, fraction: input.quorum },
      counting: input.quorumCounting ?? (method === 'threshold' ? undefined : ['ballots']),
    }),
    options: input.options ? optionsOf(input.options) : undefined,
    ...given({
      seats: input.seats ?? undefined,
      minimumOptions: input.minimumOptions ?? undefined,
      maximumOptions: input.maximumOptions ?? undefined,
      dissentDays: input.dissentDays ?? undefined,
      recountShare: input.recountShare ?? undefined,
      recountDays: input.recountDays ?? undefined,
    }),
    objections: input.objections
      ? {
          mayOverrule: input.objections.mayOverrule ? majorityOf(input.objections.mayOverrule) : null,
          answerDays: input.objections.answerDays,
        }
      : undefined,
    delegation: input.delegation
      ? {
          allowed: true,
          holderCap: input.delegation.holderCap ?? null,
          reconfirmDays: input.delegation.reconfirmDays ?? null,
        }
      : undefined,
    ...{ noticeDays: input.noticeDays, effectiveAfterDays: input.effectiveAfterDays },
    ...{ minimumDurationHours: input.minimumDurationHours, maximumDurationHours: input.maximumDurationHours },
    ...{ mayOpen: input.mayOpen, visibility: input.visibility },
    ...{ resultsBeforeClose: input.resultsBeforeClose, mayExtend: input.mayExtend },
  });
}

const sign = (comparison: ComparisonName | null | undefined): string | undefined =>
  comparison ? (comparison === 'more_than' ? '>' : '>=') : undefined;

const majorityOf = ({ fraction, comparison, base }: MajorityInput) => ({
  ...{ fraction, comparison: sign(comparison)!, base },
});

/** The tally names its choices in snake case; Borda’s points and those to be shared out are one word there. */
function optionsOf(input: MethodOptionsInput): { readonly [name: string]: Json } {
  const { tieBreak, pointScale, comparison, ...named } = input;
  const plain = Object.entries(named).map(([name, value]): [string, Json | undefined] => [
    snakeCase(name),
    value ?? undefined,
  ]);
  return given({
    ...Object.fromEntries(plain),
    ...(pointScale ? { points: pointScale } : {}),
    comparison: sign(comparison),
    tie_break: tieBreak
      ? given({ mode: tieBreak.mode, then: tieBreak.then ? { mode: tieBreak.then } : undefined })
      : undefined,
  });
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Only what was given: an absent field keeps its meaning, and has no spelling. */
const given = (fields: Fields): { readonly [field: string]: Json } =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
