import { type Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import { refuseTally, type Outcome, type RuleOptions, type TallyRefusal } from '../tally/tally-method.js';
import { type CaseAdapter, type NeutralCase } from './case-adapter.js';
import { translateOptions, type Vocabulary } from './translate-options.js';

const STANDARD_TIES = { tie_break: ['more_votes', 'lower_cost', 'file_order'] };
const BALLOTS: Readonly<Record<string, RuleOptions>> = {
  approval: { ballots: 'approval' },
  cumulative: { ballots: 'points' },
  scoring: { ballots: 'points' },
  ordinal: { ballots: 'ranking' },
};
const COMMON: Vocabulary = {
  rule: 'note',
  variant: 'note',
  arithmetic: 'note',
  tolerance: 'note',
  tie_break: { '"any: winner_sets lists every outcome reachable by tie-breaking"': STANDARD_TIES },
};

/** Adapter of one way of allocating a fund: projects, costs and budget in place of candidates. */
const fund = (method: string, vocabulary: Vocabulary): CaseAdapter => ({
  method,
  toElection: ({ options, seats, ballots, fields }) => {
    const projects = readProjects(fields['projects']);
    const kind = written(fields['ballot_type'] ?? 'approval');
    const form = Object.hasOwn(BALLOTS, kind) ? BALLOTS[kind]! : { ballots: kind };
    if (projects === null) return malformed('projects', 'a list of {id, cost}');
    const places = placesOfCase(fields, projects);
    const budget = places === null ? null : minorUnits(fields['budget'], places);
    const costs = projects.map(({ cost }) => (places === null ? null : minorUnits(cost, places)));
    if (places === null || budget === null) return malformed('budget', 'an amount, and every cost too');
    return {
      method,
      options: incrementInMinorUnits(translateOptions(options, { ...COMMON, ...vocabulary }, form), places),
      seats,
      ballots,
      candidates: projects.map(({ id }) => id),
      budget,
      costs: costs as bigint[],
      ...(fields['voters'] === undefined ? {} : { voters: fields['voters'] as number }),
    };
  },
  present: inUnitsOfTheCase,
});

export const greedyCases = fund('pb-greedy', {
  skip_unaffordable: { true: {} },
  score: {
    '"total points"': { score: 'points' },
    '"total points/cost"': { score: 'points/cost' },
  },
});

export const equalSharesCases = fund('pb-mes', {
  utility: {
    '"cardinality (1 per approved project)"': { utility: 'cardinality' },
    '"points given"': { utility: 'points' },
  },
  completion: {
    '"utilitarian (by votes)"': { completion: 'utilitarian', completion_by: 'votes' },
    '"utilitarian (by votes, skip unaffordable)"': { completion: 'utilitarian', completion_by: 'votes' },
    '"add1 then utilitarian (by votes, skip unaffordable)"': {
      completion: 'add1 then utilitarian',
      completion_by: 'votes',
    },
  },
  endowment: { '"k/n"': { endowment: 'B/n' } },
  stop: {
    '"before exceeding budget, or as soon as exhaustive"': { stop: 'exceeding_or_exhaustive' },
    '"only before exceeding budget"': { stop: 'exceeding' },
  },
  zero_cost: { '"projects with cost 0 and at least one supporter are funded first"': {} },
});

export const phragmenCases = fund('pb-phragmen', {
  stop: { '"stop when a minimum-load project would exceed the budget"': {} },
  drop_initially: { '"projects costing more than the budget"': {} },
});

function readProjects(value: Json | undefined): { id: string; cost: Json }[] | null {
  if (!Array.isArray(value)) return null;
  const projects = (value as readonly Json[]).map((entry) => {
    const { id, cost } = (entry ?? {}) as { id?: Json; cost?: Json };
    return typeof id === 'string' && cost !== undefined ? { id, cost } : null;
  });
  return projects.includes(null) ? null : (projects as { id: string; cost: Json }[]);
}

/** Numbers and text as they were written; nothing else is either. */
const written = (value: Json | undefined): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '';

/** An amount as a decimal; a fraction such as 1/10 that is one is read too. */
function decimal(value: Json | undefined): string {
  const text = written(value);
  const ratio = text.includes('/') ? Ratio.parse(text) : null;
  const places = [...Array(13).keys()].find(
    (count) => ratio && 10n ** BigInt(count) % ratio.denominator === 0n,
  );
  return ratio && places !== undefined ? ratio.toDecimal(places) : text;
}

const AMOUNT = /^\d{1,30}(?:\.(\d{1,12}))?$/;

/** The most decimal places of the amounts: costs such as 0.9 are counted in minor units. Null: not an amount. */
function decimalsOf(amounts: readonly (Json | undefined)[]): number | null {
  const places = amounts.map((amount) => AMOUNT.exec(decimal(amount)));
  return places.includes(null) ? null : Math.max(...places.map((match) => match![1]?.length ?? 0));
}

function minorUnits(amount: Json | undefined, places: number): bigint {
  const [whole, decimals = ''] = decimal(amount).split('.');
  return BigInt(whole! + decimals.padEnd(places, '0'));
}

type Projects = readonly { readonly cost: Json }[];

/** Amounts of a case are counted in the minor units that its finest amount needs. */
function placesOfCase(fields: NeutralCase['fields'], projects: Projects): number | null {
  const { increment_per_voter: increment = 1 } = (fields['options'] ?? {}) as RuleOptions;
  return decimalsOf([fields['budget'], increment, ...projects.map(({ cost }) => cost)]);
}

/** Endowments rise by one unit of the case, or by what it says. */
function incrementInMinorUnits(options: RuleOptions, places: number): RuleOptions {
  const { completion, increment_per_voter: increment = 1 } = options;
  if (typeof completion !== 'string' || !completion.startsWith('add1')) return options;
  return { ...options, increment_per_voter: Number(minorUnits(increment, places)) };
}

/** Amounts as the case writes them. */
function inUnitsOfTheCase(outcome: Outcome, { fields }: NeutralCase): Outcome {
  const places = placesOfCase(fields, readProjects(fields['projects'])!)!;
  if (places === 0) return outcome;
  const { total_cost, final_endowment } = outcome;
  const unit = Ratio.of(10n ** BigInt(places));
  const endowment = Ratio.parse(written(final_endowment));
  return {
    ...outcome,
    total_cost: Ratio.parse(written(total_cost))!.dividedBy(unit).toDecimal(places),
    ...(endowment === null ? {} : { final_endowment: endowment.dividedBy(unit).toString() }),
  };
}

const malformed = (field: string, wanted: string): TallyRefusal =>
  refuseTally('MALFORMED_CASE', `Field "${field}": ${wanted}.`, [field]);
