import { minorDigits } from '../../shared/money.js';
import type { Ratio } from '../../shared/ratio.js';
import { told, type CheckOutcome } from './checks.js';
import type { Check, Policy } from './input/policy-schema.js';
import type { Pool } from './input/rule-schema.js';
import { lossPool, lossStepId } from './loss-names.js';
import type { PoolResult } from './pool.js';
import type { Waterfall } from './waterfall-report.js';

/** Tests of the figures that a policy is computed of, whatever it asks: what counts for nothing is never left unsaid. */
const warning = (id: string, message: string, detail: string, article = 'the records'): CheckOutcome => ({
  ...{ id, outcome: 'warn', article, message, detail },
});
const nobodyHasIt = 'Nobody has anything of this basis on record: it counts for nothing in its pool.';

/** A misspelt basis drops out of a mix as one does that nobody used this year; nobody may be in a misspelt class. */
export const checksOfPools = (pools: readonly PoolResult[]): readonly CheckOutcome[] =>
  pools.flatMap(({ id, size, fund, totals, node }) => {
    const { totals: measured, participants } = node.input as {
      readonly totals: ReadonlyMap<string, Ratio>;
      readonly participants: number;
    };
    const empty =
      size > 0n && participants === 0 && !totals.has('notYetShared')
        ? [
            warning(
              `records.${id}`,
              'Nobody takes part in this pool: all of it goes to the fund.',
              `${id} to ${fund}`,
            ),
          ]
        : [];
    const unused = [...measured]
      .filter(([, total]) => total.isZero())
      .map(([basis]) => warning(`records.${id}.${basis}`, nobodyHasIt, `${basis} in ${id}`));
    return [...empty, ...unused];
  });

const kindsKnown = ['member', 'employee', 'nonMember', 'estate', 'organisation'];

/** Kinds of participants that there are none of, wherever a policy names them. */
export const checksOfKinds = ({ waterfall, pools = [], loss = [] }: Policy): readonly CheckOutcome[] =>
  [
    ...(waterfall?.pools ?? []),
    ...pools,
    ...loss.map((rule) => ({ ...rule, id: lossPool(lossStepId(rule)) })),
  ].flatMap(({ id, eligibility, weighting }) =>
    [...(eligibility?.kinds ?? []), ...(weighting?.kindCoefficients?.keys() ?? [])]
      .filter((kind) => !kindsKnown.includes(kind))
      .map((kind) =>
        warning(
          `records.${id}.kind ${kind}`,
          'No kind of participant is called so: it counts for nothing.',
          `known are ${kindsKnown.join(', ')}`,
        ),
      ),
  );

/** Old losses that ran out, and a currency whose places nobody knows. */
export const checksOfFigures = (
  waterfall: Pick<Waterfall, 'oldLosses'> | null,
  currency: string | undefined,
): readonly CheckOutcome[] => [
  ...(waterfall?.oldLosses.expired ?? []).map(({ year, amount }) =>
    warning(
      `oldLosses.${year}`,
      'The term of this loss ran out before it was covered: it is set off no more, and who bears it is to be decided.',
      `${told(amount, { currency })} of ${year}`,
      'the accounts',
    ),
  ),
  ...(currency !== undefined && minorDigits(currency) === null
    ? [
        warning(
          'currency',
          'No currency of this name is known: amounts are told in minor units.',
          currency,
          'the accounts',
        ),
      ]
    : []),
];

/** A basis that a limit or an eligibility goes by, not the mix itself; of a loss, of which no totals are kept, all of a mix. */
const asked = new WeakMap<Policy, readonly Check[]>();
export function checksOfBases(policy: Policy): readonly Check[] {
  const known = asked.get(policy);
  if (known) return known;
  const pools = (policy.waterfall?.pools ?? []).flatMap((pool) => [
    ...basesBesides(pool).map((basis) => onRecord(pool.id, basis)),
    ...(pool.eligibility?.classes ?? []).map((name) => ofClass(pool.id, name)),
  ]);
  const losses = (policy.loss ?? []).flatMap((rule) => {
    const bases = [...(rule.weighting?.bases.keys() ?? [])];
    return bases.length > 1 ? bases.map((basis) => onRecord(lossPool(lossStepId(rule)), basis)) : [];
  });
  const checks = [...pools, ...losses].filter(({ names }) => names![0] !== 'equal');
  asked.set(policy, checks);
  return checks;
}

function basesBesides({ weighting, cap, floor, eligibility, method }: Pool): readonly string[] {
  const bases = [
    ...[cap?.basis, floor?.basis, method === 'levelling' ? 'received' : undefined],
    ...(eligibility?.minimumOfBasis ?? []).map(({ basis }) => basis),
  ].filter((basis) => basis !== undefined);
  return [...new Set(bases)].filter((basis) => !weighting.bases.has(basis));
}

/** How checks of what a loss is borne by are called: without a loss there is nothing to check. */
export const ofLoss = `records.${lossPool('')}`;

const ofClass = (pool: string, name: string): Check => ({
  id: `records.${pool}.class ${name}`,
  kind: 'classOnRecord',
  severity: 'warn',
  names: [name],
  article: 'the records',
  message: 'Nobody is of this class: it counts for nothing in its pool.',
});

const onRecord = (pool: string, basis: string): Check => ({
  id: `records.${pool}.${basis}`,
  kind: 'basisOnRecord',
  severity: 'warn',
  names: [basis],
  article: 'the records',
  message: nobodyHasIt,
});
