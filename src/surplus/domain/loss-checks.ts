import { isRefusal } from '../../shared/refusal.js';
import { told, type CheckOutcome } from './checks.js';
import type { SurplusInput } from './input/read-input.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { mostBy, type LossWaterfall } from './loss-waterfall.js';
import type { Preset } from './presets/preset.js';

/**
 * Whether a loss is borne within what the law of the preset lets each bear: what a reserve may give at most (ES, Ley
 * 27/1999 art 59.2 b; Basque Ley 11/2019 art 73.1 b), the reserve that bears none (SCOP), and how long a loss may be
 * carried forward. What is spared there is not owed by members; what is taken beyond it is taken from a reserve that is
 * nobody's.
 */
export function checkLossAgainstPreset(
  { policy, snapshot }: SurplusInput,
  preset: Preset,
  loss: LossWaterfall | null,
  enforced: boolean,
): readonly CheckOutcome[] {
  if (!loss || !policy.loss) return [];
  const faults = [
    ...faultsOfReserves(policy.loss, preset, loss, snapshot),
    ...faultsOfYears(policy.loss, preset, loss),
  ];
  return faults.map(({ detail, unknown, article }) => ({
    id: 'loss against the preset',
    outcome: enforced && !unknown ? 'block' : 'warn',
    article: article ?? preset.source,
    message: 'The loss is borne otherwise than the preset allows.',
    detail,
  }));
}

interface Fault {
  readonly detail: string;
  readonly article?: string | undefined;
  readonly unknown?: boolean;
}
type Rules = NonNullable<SurplusInput['policy']['loss']>;

function faultsOfReserves(
  rules: Rules,
  preset: Preset,
  loss: LossWaterfall,
  snapshot: Snapshot,
): readonly Fault[] {
  const taken = new Map<string, bigint>();
  for (const [at, { to, fund }] of rules.entries())
    if (to === 'reserve') taken.set(fund!, (taken.get(fund!) ?? 0n) + loss.steps[at]!.amount);
  return [...taken].flatMap(([fund, amount]): readonly Fault[] => {
    if (amount === 0n) return [];
    if (preset.lossLimits?.never?.includes(fund)) return [{ detail: `${fund} bears no loss` }];
    const rule = preset.loss?.find((one) => one.to === 'reserve' && one.fund === fund);
    if (!rule) return [];
    const most = mostBy(rule, { loss: loss.loss, left: loss.loss }, snapshot);
    const { source: article } = rule;
    if (isRefusal(most))
      return [{ detail: `${fund} could not be checked: ${most.message}`, unknown: true, article }];
    return amount <= most
      ? []
      : [
          {
            detail: `${fund} bears ${told(amount, snapshot)}, and may bear ${told(most, snapshot)}`,
            article,
          },
        ];
  });
}

/** Years that a rule does not say are without an end. */
function faultsOfYears(rules: Rules, { lossLimits }: Preset, loss: LossWaterfall): readonly Fault[] {
  const most = lossLimits?.carryForwardYears;
  if (most === undefined) return [];
  return rules.flatMap(({ to, years }, at) =>
    to === 'carryForward' && loss.steps[at]!.amount > 0n && (years ?? Infinity) > most
      ? [
          {
            detail: `carried forward ${years === undefined ? 'without an end' : `for ${years} years`}, at most ${most}`,
          },
        ]
      : [],
  );
}
