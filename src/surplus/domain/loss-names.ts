import type { LossStep } from './input/policy-schema.js';

/** What a step of a loss is called. */
export const lossStepId = ({ name, fund, to }: Pick<LossStep, 'name' | 'fund' | 'to'>): string =>
  name ?? fund ?? to;

/** Where a step stands beside pools: one of them may have the same name. */
export const lossPool = (step: string): string => `loss:${step}`;
