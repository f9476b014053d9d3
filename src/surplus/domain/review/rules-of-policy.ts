import type { Policy } from '../input/policy-schema.js';

/**
 * The rules of a policy that a member can speak of, by the names that the steps and pools of a run show: origin, old
 * losses, each appropriation, interest on capital, each pool, each step of a loss.
 */
export function rulesOf({ waterfall, loss }: Policy): readonly string[] {
  return [
    ...(waterfall?.origin ? ['origin'] : []),
    ...(waterfall?.oldLosses ? ['oldLosses'] : []),
    ...(waterfall?.appropriations ?? []).map(({ id }) => id),
    ...(waterfall?.capitalInterest ? ['capitalInterest'] : []),
    ...(waterfall?.pools ?? []).map(({ id }) => id),
    ...(loss ?? []).map((step) => `loss:${step.name ?? step.fund ?? step.to}`),
  ];
}
