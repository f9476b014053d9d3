import type { Ratio } from '../../../shared/ratio.js';
import type { CapitalInterest } from '../capital-interest.js';
import type { FormPart } from '../forms.js';
import type { LossLine } from '../loss-members.js';
import type { PoolLine } from '../pool.js';

/** What one participant comes to in one pool: a line, or the rule that leaves them out; or their interest, or part of a loss. */
export type StreamedLine = LineOfPool | LineOfInterest | LineOfLoss;

export interface LineInPool {
  readonly pool: string;
  readonly key: string;
  readonly line: PoolLine;
  /** While disputes are open, the least of each form; null without any that the pool depends on. */
  readonly least: readonly FormPart[] | null;
  /** Whether an ending of the disputes gives another amount. */
  readonly isAffected: boolean;
}
export interface LeftOutOfPool {
  readonly pool: string;
  readonly key: string;
  readonly leftOut: string;
  readonly isAffected: boolean;
}
export type LineOfPool = LineInPool | LeftOutOfPool;
export interface LineOfInterest {
  readonly interest: CapitalInterest['lines'][number];
  readonly whole: Ratio;
  readonly rate: Ratio;
}
export interface LineOfLoss {
  readonly loss: LossLine;
  /** Of which step, and what all bear of it. */
  readonly step: string;
  readonly whole: bigint;
}
