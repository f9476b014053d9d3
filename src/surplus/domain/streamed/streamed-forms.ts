import type { Offered } from '../choices.js';
import type { Entitled } from '../eligibility.js';
import {
  baseOfForm,
  exactTotal,
  formPart,
  isExactOverMembers,
  smaller,
  wantedOfOne,
  type FormClaimant,
  type FormPart,
} from '../forms.js';
import type { FormRule } from '../input/rule-schema.js';
import { apportionStreamed, type Draw, type StreamedApportionment } from './streamed-apportionment.js';
import { visiting, type Steps } from './visits.js';

/** The forms of each allocation, as `splitByForm` gives them, for one claimant at a time. */
class StreamedForms {
  constructor(
    private readonly rules: readonly FormRule[],
    private readonly exact: readonly (StreamedApportionment | null)[],
  ) {}

  partsOf(claimant: FormClaimant): FormPart[] {
    return partsBy(this.rules, this.exact, claimant).parts;
  }
}

/** The forms of each allocation where some are on offer: whoever chose alike is split among themselves. */
export class StreamedOffered {
  constructor(private readonly byChoice: ReadonlyMap<string | null, StreamedForms>) {}

  partsOf(claimant: FormClaimant): FormPart[] {
    return this.byChoice.get(claimant.choice ?? null)!.partsOf(claimant);
  }
}

/** `whole` is the sum of all claimants' amounts, whatever they chose. */
export function* offeredStreamed(
  offered: readonly Offered[],
  whole: bigint,
  claimantOf: (one: Entitled) => FormClaimant,
  draw: Draw,
): Steps<StreamedOffered> {
  const seen = { wholes: offered.map(() => whole) };
  const place = new Map(offered.map(({ choice }, at) => [choice, at]));
  if (offered.length > 1) {
    seen.wholes = offered.map(() => 0n);
    yield visiting(seen, (one) => {
      const { choice, amount } = claimantOf(one);
      seen.wholes[place.get(choice ?? null)!]! += amount;
    });
  }
  const byChoice = new Map<string | null, StreamedForms>();
  for (const [at, { choice, forms }] of offered.entries()) {
    const ofThese = (one: Entitled): FormClaimant => {
      const claimant = claimantOf(one);
      return (claimant.choice ?? null) === choice ? claimant : { ...claimant, amount: 0n };
    };
    byChoice.set(choice, yield* formsStreamed(forms, seen.wholes[at]!, ofThese, draw));
  }
  return new StreamedOffered(byChoice);
}

/** `whole` is the sum of all claimants' amounts. */
function* formsStreamed(
  rules: readonly FormRule[],
  whole: bigint,
  claimantOf: (one: Entitled) => FormClaimant,
  draw: Draw,
): Steps<StreamedForms> {
  const exact: (StreamedApportionment | null)[] = [];
  for (const rule of rules) {
    if (!isExactOverMembers(rule)) {
      exact.push(null);
      continue;
    }
    const before = rules.slice(0, exact.length);
    const baseOf = (one: Entitled): bigint => {
      const claimant = claimantOf(one);
      const left = rule.of === 'remaining' ? partsBy(before, exact, claimant).left : 0n;
      return baseOfForm(rule, claimant, left);
    };
    const seen = { base: whole };
    if (rule.of === 'remaining' && before.length > 0) {
      seen.base = 0n;
      yield visiting(seen, (one) => {
        seen.base += baseOf(one);
      });
    }
    const { base } = seen;
    const total = base === 0n ? 0n : exactTotal(rule.rate!, base);
    exact.push(
      yield* apportionStreamed(total, base, draw, (one) => ({
        key: one.participant.key,
        weight: baseOf(one),
      })),
    );
  }
  return new StreamedForms(rules, exact);
}

function partsBy(
  rules: readonly FormRule[],
  exact: readonly (StreamedApportionment | null)[],
  claimant: FormClaimant,
): { parts: FormPart[]; left: bigint } {
  let left = claimant.amount;
  const parts = rules.map((rule, row) => {
    const over = exact[row];
    const wanted = over
      ? over.shareOf({ key: claimant.key, weight: baseOfForm(rule, claimant, left) }).units
      : wantedOfOne(rule, claimant, left);
    const amount = smaller(wanted, left);
    left -= amount;
    return formPart(rule, amount);
  });
  return { parts, left };
}
