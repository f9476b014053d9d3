import type { CheckOutcome } from './checks.js';
import type { Policy } from './input/policy-schema.js';
import type { Appropriation } from './input/rule-schema.js';
import type { Preset } from './presets/preset.js';

/**
 * What a policy says otherwise than its preset about the things that amounts are measured by: before or after tax, by
 * which origin, what a compulsory fund is. A smaller base would meet every percentage of a law and still give less.
 */
export function checkAgainstPreset(
  policy: Policy,
  preset: Preset,
  enforced: boolean,
): readonly CheckOutcome[] {
  const compulsory = (preset.waterfall.appropriations ?? []).filter(({ mandatory }) => mandatory);
  const { mandatoryBase, origin } = preset.waterfall;
  const own = policy.waterfall;
  const faults = [
    ...(compulsory.length > 0 && mandatoryBase && own?.mandatoryBase !== mandatoryBase
      ? [`the compulsory base is struck ${mandatoryBase}`]
      : []),
    ...(origin && own?.origin?.method !== origin.method ? [`the result is split by ${origin.method}`] : []),
    ...compulsory.flatMap((fund) => faultsOfFund(fund, own?.appropriations ?? [])),
  ];
  return faults.map((detail) => ({
    id: 'against the preset',
    outcome: enforced ? 'block' : 'warn',
    article: preset.source,
    message: 'The policy says otherwise than its preset.',
    detail,
  }));
}

function faultsOfFund(fund: Appropriation, all: readonly Appropriation[]): readonly string[] {
  const own = all.find(({ id }) => id === fund.id);
  if (!own) return [];
  const name = fund.name ?? fund.id;
  return [
    ...(own.mandatory ? [] : [`${name} is compulsory`]),
    ...(own.kind === fund.kind ? [] : [`${name} is of the kind ${fund.kind}`]),
    ...(fund.divisible === false && own.divisible ? [`${name} is not divisible`] : []),
    ...(fund.ledger === 'liability' && own.ledger !== undefined && own.ledger !== 'liability'
      ? [`${name} is a liability`]
      : []),
  ];
}
