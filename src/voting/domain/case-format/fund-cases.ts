import { type Json } from '../../../shared/canonical-json.js';
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
    const places = decimalsOf([fields['budget'], ...projects.map(({ cost }) => cost)]);
    const budget = places === null ? null : minorUnits(fields['budget'], places);
    const costs = projects.map(({ cost }) => (places === null ? null : minorUnits(cost, places)));
    if (budget === null) return malformed('budget', 'an amount, and every cost too');
    return {
      method,
      options: translateOptions(options, { ...COMMON, ...vocabulary }, form),
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

const AMOUNT = /^\d{1,30}(?:\.(\d{1,12}))?$/;

/** The most decimal places of the amounts: costs such as 0.9 are counted in minor units. Null: not an amount. */
function decimalsOf(amounts: readonly (Json | undefined)[]): number | null {
  const places = amounts.map((amount) => AMOUNT.exec(written(amount)));
  return places.includes(null) ? null : Math.max(...places.map((match) => match![1]?.length ?? 0));
}

function minorUnits(amount: Json | undefined, places: number): bigint {
  const [whole, decimals = ''] = written(amount).split('.');
  return BigInt(whole! + decimals.padEnd(places, '0'));
}

/** Amounts as the case writes them; only the total is compared, and costs are mostly whole. */
function inUnitsOfTheCase(outcome: Outcome, { fields }: NeutralCase): Outcome {
  const projects = readProjects(fields['projects'])!;
  const places = decimalsOf([fields['budget'], ...projects.map(({ cost }) => cost)])!;
  if (places === 0) return outcome;
  const digits = written(outcome['total_cost']).padStart(places + 1, '0');
  return { ...outcome, total_cost: `${digits.slice(0, -places)}.${digits.slice(-places)}` };
}

const malformed = (field: string, wanted: string): TallyRefusal =>
  refuseTally('MALFORMED_CASE', `Field "${field}": ${wanted}.`, [field]);
