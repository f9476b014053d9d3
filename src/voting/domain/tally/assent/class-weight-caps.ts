import { Ratio } from '../../../../shared/ratio.js';
import {
  against,
  NOBODY,
  VOTES,
  together,
  type ClassCount,
  type ThresholdCount,
  type Vote,
  type Tallied,
} from './threshold-count.js';
import { type ClassCap } from './threshold-rule.js';

/** How a class was scaled: each of its votes counts `scaling` times its weight (1: the cap does not bind). */
export interface CappedClass {
  readonly class: string;
  readonly share: Ratio;
  /** Weight of its votes for and against, before and after. */
  readonly cast: Ratio;
  readonly counted: Ratio;
  readonly scaling: Ratio;
}

/**
 * Class weight caps: "investors together at most 10 % of the votes cast". After the vote, the votes of a class
 * above its cap are scaled down alike until the class is exactly at its share of all votes that then count:
 * with uncapped votes U and binding caps c₁ + c₂ + …, the whole is U ÷ (1 − Σc) and each capped class gets its
 * share of it. Scaling one class can bring another above its cap, so this repeats until no more cap binds;
 * people are never scaled. If only capped classes vote, nothing is left to be a share of, and they count zero.
 */
export function applyClassCaps(
  count: ThresholdCount,
  caps: readonly ClassCap[],
): { readonly count: ThresholdCount; readonly capped: readonly CappedClass[] } {
  const cast = new Map([...count].map(([name, one]) => [name, castWeight(one)]));
  const binding = bindingCaps(cast, caps);
  const whole = wholeOf(cast, binding);
  const capped = caps.map((cap): CappedClass => {
    const before = cast.get(cap.class) ?? Ratio.zero;
    const counted = binding.includes(cap) ? whole.times(cap.share) : before;
    const scaling = before.isZero() ? Ratio.one : counted.dividedBy(before);
    return { class: cap.class, share: cap.share, cast: before, counted, scaling };
  });
  const scaled = new Map(
    [...count].map(([name, one]) => {
      const found = capped.find((cap) => cap.class === name);
      return [name, found ? scaleVotes(one, found.scaling) : one];
    }),
  );
  return { count: scaled, capped };
}

/** The caps that bind: added one round after the other, until every other class is within its own. */
function bindingCaps(cast: ReadonlyMap<string, Ratio>, caps: readonly ClassCap[]): ClassCap[] {
  let binding: ClassCap[] = [];
  for (;;) {
    const whole = wholeOf(cast, binding);
    const above = caps.filter(
      (cap) => !binding.includes(cap) && whole.times(cap.share).isLessThan(cast.get(cap.class) ?? Ratio.zero),
    );
    if (above.length === 0) return binding;
    binding = [...binding, ...above];
  }
}

/** All votes that count when the binding classes are exactly at their caps. */
function wholeOf(cast: ReadonlyMap<string, Ratio>, binding: readonly ClassCap[]): Ratio {
  const names = new Set(binding.map((cap) => cap.class));
  const free = [...cast].reduce(
    (sum, [name, weight]) => (names.has(name) ? sum : sum.plus(weight)),
    Ratio.zero,
  );
  const rest = binding.reduce((left, cap) => left.minus(cap.share), Ratio.one);
  return rest.isZero() || rest.isNegative() ? Ratio.zero : free.dividedBy(rest);
}

const castWeight = (one: ClassCount): Ratio => together([one.votes.for, against(one)]).weight;

function scaleVotes(one: ClassCount, scaling: Ratio): ClassCount {
  const votes = Object.fromEntries(VOTES.map((vote) => [vote, scale(one.votes[vote], scaling)])) as Record<
    Vote,
    Tallied
  >;
  return { ...one, votes };
}

const scale = (tallied: Tallied, scaling: Ratio): Tallied =>
  tallied === NOBODY ? tallied : { people: tallied.people, weight: tallied.weight.times(scaling) };
