import type { AmendRuleInput } from '../../proposals/graphql/proposal.inputs.js';
import type { DecisionKind, DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { plainPolicy, policyKey, policyToJson } from '../../membership/domain/decision-policy.js';
import type { FoundingRule } from '../../membership/domain/founding-bylaws.js';
import { oneClass, type Charter } from '../../membership/domain/cooperative-charter.js';
import { Ratio } from '../../shared/ratio.js';

/** The demonstration: a consumer cooperative of the Basque country, invented. Addresses under example.org reach nobody. */
export const demoCharter = (slug: string): Charter => ({
  ...{ slug, name: 'Ibaialde Kooperatiba', kind: 'consumer', currency: 'EUR' },
  ...{ locale: 'en', timeZone: 'Europe/Madrid', classes: oneClass },
});
export const demoSlug = 'ibaialde';

export const steward = { name: 'Amaia Etxeberria', address: 'amaia@example.org' } as const;
export const treasurer = { name: 'Joseba Lizarraga', address: 'joseba@example.org' } as const;

export const demoPeriod = { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' } as const;
export const demoBasis = 'purchases';
/** The audited result, and what of it is shared: 41,873.52 and 30,000.00 euros. */
export const auditedResultMinor = 4_187_352n;
export const sharedMinor = 3_000_000n;
/** By purchases: four tenths are paid out, cut off to the cent; the rest stays, in each member's name. */
export const demoSharing = {
  id: 'by purchases',
  waterfall: {
    pools: [
      {
        id: 'members',
        name: 'shared among members by what they bought',
        size: { amount: sharedMinor.toString() },
        weighting: { bases: { [demoBasis]: 1 } },
        forms: [{ form: 'cash', rate: '40%', rounding: 'eachDown' }, { form: 'retained' }],
      },
    ],
  },
};

/** Votes of the demonstration last seconds, so its statutes ask for neither notice nor a least duration. */
export const short: DecisionPolicy = {
  ...plainPolicy,
  body: 'general-assembly',
  method: 'threshold',
  threshold: { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' },
  quorum: { measure: 'people', fraction: Ratio.of(1n, 10n), counting: ['for', 'against', 'abstain'] },
  noticeDays: 0,
  minimumDurationHours: 0,
  maximumDurationHours: 24 * 60,
  mayOpen: ['author', 'steward', 'secretary'],
  visibility: 'confidential',
  resultsBeforeClose: false,
  mayExtend: true,
  effectiveAfterDays: 0,
};

/** A choice among options, or consent: every ballot counts as taking part. */
export const withoutMajority: DecisionPolicy = {
  ...short,
  threshold: null,
  quorum: { ...short.quorum, counting: ['ballots'] },
};

export const rule = (
  kind: DecisionKind,
  policy: DecisionPolicy,
  article: string,
  text: string,
): FoundingRule => ({
  ...{ key: policyKey(kind), value: policyToJson(policy), article, text },
});

/** Statutes of its own: sharing surplus asks for one member in five, which 42 of 326 will turn out not to be. */
export const demoBylaws: readonly FoundingRule[] = [
  rule(
    'resolution',
    short,
    'Article 10',
    'Resolutions are adopted by more than half of the votes cast, if one member in ten takes part.',
  ),
  rule(
    'role-assignment',
    short,
    'Article 11',
    'Officers are appointed by more than half of the votes cast, if one member in ten takes part.',
  ),
  rule(
    'distribution',
    { ...short, quorum: { ...short.quorum, fraction: Ratio.of(1n, 5n) } },
    'Article 20',
    'Surplus is shared by more than half of the votes cast, if one member in five takes part.',
  ),
  {
    key: 'review-policy/runs',
    value: { leastHours: 0 },
    article: 'Article 21',
    text: 'Members review how a surplus is shared before they vote on it: here for a second, in life for a week at least.',
  },
  rule(
    'bylaw-change',
    {
      ...short,
      threshold: { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' },
      mayExtend: false,
    },
    'Article 30',
    'Bylaws are changed by at least two thirds of the votes cast, if one member in ten takes part.',
  ),
  rule(
    'choice',
    {
      ...withoutMajority,
      ...{ method: 'irv', options: { tie_break: { mode: 'fixed_order' } } },
      ...{ minimumOptions: 2, maximumOptions: 20 },
    },
    'Article 12',
    'Among several options the members choose one by ranking them, if one member in ten takes part; lots drawn when the vote opens decide ties.',
  ),
  rule(
    'consent',
    {
      ...withoutMajority,
      ...{ method: 'consent', objections: { mayOverrule: null, answerDays: 7 }, dissentDays: 14 },
    },
    'Article 13',
    'By consent a proposal is adopted when no objection is left, if one member in ten takes part; no majority overrules an objection.',
  ),
];

/** What the members change Article 20 to: fewer need to take part, and more of them must agree. */
export const newArticle20: Readonly<Record<keyof AmendRuleInput, unknown>> = {
  decisionKind: 'distribution',
  article: 'Article 20',
  text: 'Surplus is shared by at least three fifths of the votes cast, if one member in ten takes part.',
  policy: {
    body: short.body,
    ...{ threshold: '3/5', comparison: 'AT_LEAST', base: 'CAST' },
    ...{ quorum: '1/10', quorumMeasure: 'PEOPLE', quorumCounting: ['FOR', 'AGAINST', 'ABSTAIN'] },
    ...{ noticeDays: 0, minimumDurationHours: 0, maximumDurationHours: short.maximumDurationHours },
    mayOpen: ['AUTHOR', 'STEWARD', 'SECRETARY'],
    ...{ visibility: 'CONFIDENTIAL', resultsBeforeClose: false, mayExtend: true, effectiveAfterDays: 0 },
  },
};
