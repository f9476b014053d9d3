import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal } from '../../src/shared/refusal.js';
import { computeSurplus, printSurplus } from '../../src/surplus/domain/compute-surplus.js';
import { differences } from './surplus-compare.js';
import type { Adapter, Fields, SurplusCase } from './surplus-case.js';
import { poolAdapters } from './surplus-pool-adapters.js';
import { ruleAdapters } from './surplus-rule-adapters.js';
import { waterfallAdapters } from './surplus-waterfall-adapters.js';

export interface CaseOutcome {
  readonly id: string;
  readonly status: 'passed' | 'failed' | 'uncovered';
  readonly reason?: string;
}

const adapters = [...poolAdapters, ...ruleAdapters, ...waterfallAdapters];

/** Runs every case of `surplus/vectors.json` under `folder` through the function behind `rochdale surplus compute`. */
export async function runSurplusCases(folder: string): Promise<CaseOutcome[]> {
  const cases = JSON.parse(await readFile(join(folder, 'surplus', 'vectors.json'), 'utf8')) as SurplusCase[];
  return cases.map(runCase);
}

export function runCase(one: SurplusCase): CaseOutcome {
  const adapter = adapters.find(([kind]) => kind.test(one.kind))?.[1];
  if (!adapter) return { id: one.id, status: 'uncovered', reason: `no adapter for ${one.kind}` };
  const variants = variantsOf(one);
  const wrong = variants.flatMap((variant) => runAdapted(adapter, variant));
  return wrong.length === 0
    ? { id: one.id, status: 'passed' }
    : { id: one.id, status: 'failed', reason: wrong.join('; ') };
}

function runAdapted(adapter: Adapter, one: SurplusCase): string[] {
  const { input, pick, expected } = adapter(one);
  // Through text, as the command reads it: absent fields disappear.
  const result = computeSurplus(JSON.parse(JSON.stringify(input)));
  if (isRefusal(result)) return [`refused: ${result.message} ${result.details.join('; ')}`];
  const printed = JSON.parse(printSurplus(result)) as { result: Fields };
  return differences(expected ?? one.out, pick(printed.result));
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
