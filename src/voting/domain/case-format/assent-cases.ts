import { type Json } from '../../../shared/canonical-json.js';
import { refuseTally, type GroupedBallot } from '../tally/tally-method.js';
import { type CaseAdapter } from './case-adapter.js';
import { translateOptions } from './translate-options.js';

/** Votes for or against. A percentage written as a number is the same share of the whole. */
export const thresholdCases: CaseAdapter = {
  method: 'threshold',
  toElection: ({ options, seats, candidates, ballots, fields }) => {
    const { quorum_base, quorum_pct, quorum_comparison, ...rest } = options;
    const quorum = {
      counted: quorum_base === 'yes / all eligible weight' ? 'for' : (quorum_base ?? null),
      fraction: percent(quorum_pct),
      comparison: quorum_comparison ?? null,
      measure: 'weight',
    };
    return {
      method: 'threshold',
      options: translateOptions(
        { ...rest, ...(quorum_base === undefined ? {} : { quorum }) },
        {
          support_base: {
            '"yes+no cast"': { base: 'cast' },
            '"all eligible weight"': { base: 'eligible' },
          },
          [`support_pct`]: {
            [JSON.stringify(rest['support_pct'])]: { fraction: percent(rest['support_pct']) },
          },
          support_comparison: { '">="': { comparison: '>=' }, '">"': { comparison: '>' } },
          early_decision: {
            '"yes / all eligible weight >= support"': { early_decision: 'certain' },
            '"none"': { early_decision: 'never' },
          },
          changing_vote: { '"last vote counts"': {} },
          weights: { '"snapshot at creation"': {} },
        },
      ),
      seats,
      candidates,
      ballots,
      ...(fields['closed'] === undefined ? {} : { closed: fields['closed'] === true }),
      eligibleWeight: fields['eligible_weight'] as number,
    };
  },
};

/** Ballots are `[elector, vote]`, voters `{weight}`. */
export const delegationCases: CaseAdapter = {
  method: 'delegation',
  toElection: ({ options, seats, candidates, ballots, fields }) => {
    const voters = fields['voters'];
    if (!Array.isArray(voters))
      return refuseTally('MALFORMED_CASE', 'Field "voters": a list of {weight}.', ['voters']);
    return {
      method: 'delegation',
      options: translateOptions(options, {
        explicit_none: { '"blocks wider scopes"': { none: 'blocks' } },
        direct_vote: { '"overrides own delegation"': {} },
        abstention: { '"counts as a direct vote (delegated weight abstains too)"': {} },
        cycle: { '"weight not counted"': {} },
        dead_end: { '"weight not counted"': {} },
      }),
      seats,
      candidates,
      ballots: ballots.map(([elector, vote]): GroupedBallot => [1, { elector, vote }]),
      electorWeights: (voters as readonly Json[]).map(
        (voter) => ((voter ?? {}) as { weight: number }).weight,
      ),
      delegations: fields['delegations'],
    };
  },
};

/** 34 or "34" as "34%"; anything else is handed on for the method to refuse. */
const percent = (value: Json | undefined): Json =>
  typeof value === 'number' || typeof value === 'string' ? `${value}%` : (value ?? null);
