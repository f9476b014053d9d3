import { Chance } from '../support/generated-elections.js';

/** One claim about a rule, checked on a case drawn from a source of chance. */
export interface CaseProperty {
  /** The method of counting, or the part of the sharing of a surplus. */
  readonly method: string;
  /** The method with its recorded choices. */
  readonly rule: string;
  readonly claim: string;
  /** Throws where the claim fails; `false` where the case says nothing about it. */
  readonly check: (chance: Chance) => boolean | void | Promise<boolean | void>;
  /** Where a claim has a condition: at least one case in this many must meet it. */
  readonly meetsOneIn?: number;
}

/** The elections of an ordinary test run, for every method and claim. */
export const ELECTIONS_PER_CLAIM = 1_000;
/** The elections on which a second counter must agree in an ordinary test run. */
export const ELECTIONS_COUNTED_TWICE = 10_000;
/** The surpluses that an ordinary test run shares, for every claim together. */
export const SURPLUSES_SHARED = 10_000;

export const nameOf = ({ rule, claim }: Pick<CaseProperty, 'rule' | 'claim'>): string => `${rule} ${claim}`;

/**
 * Checks numbered cases of a property and answers how many met its condition. A counterexample is thrown with
 * the seed and the number that draw it again.
 */
export async function checkCases(
  property: CaseProperty,
  { seed, from = 0, count }: { seed: number; from?: number; count: number },
): Promise<number> {
  let met = 0;
  for (let index = from; index < from + count; index++) {
    try {
      if ((await property.check(Chance.ofCase(seed, index))) !== false) met++;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${nameOf(property)}: not so in case ${index} of seed ${seed} (${property.method})\n${why}`,
        { cause: error },
      );
    }
  }
  return met;
}
