import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal } from '../../src/shared/refusal.js';
import { computeSurplus } from '../../src/surplus/domain/compute-surplus.js';
import { printSurplus } from '../../src/surplus/domain/print-surplus.js';
import type { CaseResult, CaseRunner } from './case-runner.js';
import { differences } from './surplus-compare.js';
import type { Adapted, Adapter, Fields, SurplusCase } from './surplus-case.js';
import { furtherAdapters } from './surplus-further-adapters.js';
import { capitalAdapters } from './surplus-capital-adapters.js';
import { poolAdapters } from './surplus-pool-adapters.js';
import { ruleAdapters } from './surplus-rule-adapters.js';
import { waterfallAdapters } from './surplus-waterfall-adapters.js';

const adapters = [
  ...poolAdapters,
  ...capitalAdapters,
  ...furtherAdapters,
  ...ruleAdapters,
  ...waterfallAdapters,
];

/** `surplus/vectors.json`: every worked example, through the function behind `rochdale surplus compute`. */
export const surplusCases: CaseRunner = {
  async run(folder) {
    const file = await readFile(join(folder, 'surplus', 'vectors.json'), 'utf8').catch(() => '[]');
    return (JSON.parse(file) as SurplusCase[]).map(runCase);
  },
};

export function runCase(one: SurplusCase): CaseResult {
  return { group: 'surplus', id: one.id, ...outcomeOf(one) };
}

function outcomeOf(one: SurplusCase): Pick<CaseResult, 'status' | 'reason'> {
  const adapter = adapters.find(([kind]) => kind.test(one.kind))?.[1];
  if (!adapter) return { status: 'uncovered', reason: `no adapter for ${one.kind}` };
  const wrong = variantsOf(one).flatMap((variant) => runAdapted(adapter, variant));
  if (wrong.length === 0) return { status: 'passed' };
  // Nothing computed differs: the adapter has no name for some of the outputs.
  const status = wrong.every((problem) => problem.endsWith('not computed')) ? 'uncovered' : 'failed';
  return { status, reason: wrong.join('; ') };
}

function runAdapted(adapter: Adapter, one: SurplusCase): string[] {
  const adapted = adapt(adapter, one);
  if (!adapted) return [`the inputs of ${one.kind}: not computed`];
  const { input, pick, expected } = adapted;
  // Through text, as the command reads it: absent fields disappear.
  const result = computeSurplus(JSON.parse(JSON.stringify(input)));
  if (isRefusal(result)) return [`refused: ${result.message} ${result.details.join('; ')}`];
  const printed = JSON.parse(printSurplus(result)) as { result: Fields };
  return differences(expected ?? one.out, pick(printed.result));
}

/** Null for a case whose fields the adapter of its kind does not know. */
function adapt(adapter: Adapter, one: SurplusCase): Adapted | null {
  try {
    return adapter(one);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** A case and its variant, which restates some inputs and some outputs of the same kind. */
function variantsOf(one: SurplusCase & { readonly variant?: Fields }): SurplusCase[] {
  const { variant } = one;
  if (!variant || !one.in) return [one];
  const restated = Object.entries(variant).filter(([key]) => key in one.in!);
  const outputs = Object.entries(variant).filter(([key]) => !(key in one.in!));
  return [
    one,
    { ...one, in: { ...one.in, ...Object.fromEntries(restated) }, out: Object.fromEntries(outputs) },
  ];
}
