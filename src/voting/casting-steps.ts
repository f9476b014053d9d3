import type { MethodName } from '../membership/domain/decision-rule.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import type { Refusal } from '../shared/refusal.js';
import type { BallotMarks } from './domain/ballots/ballot-marks.js';

/** A ballot that has just been taken, in the command that took it. */
export interface TakenBallot {
  readonly pollId: string;
  /** Whose ballot it is. */
  readonly membershipId: string;
  readonly revision: number;
  readonly castAt: Date;
  readonly marks: BallotMarks;
  /** The ballot as it was given, with what belongs to it and is not a mark. */
  readonly given: unknown;
}

/** What a method does beside taking a ballot. A refusal undoes the ballot too. */
export type CastingStep = (tx: Tx, viewer: Viewer, taken: TakenBallot) => Promise<true | Refusal>;

/** At most one step per method; registered by the part of the module that owns the method's other records. */
export class CastingSteps {
  private readonly steps = new Map<MethodName, CastingStep>();

  register(method: MethodName, step: CastingStep): void {
    if (this.steps.has(method)) throw new Error(`two parts take up ballots by ${method}`);
    this.steps.set(method, step);
  }

  of(method: MethodName): CastingStep | null {
    return this.steps.get(method) ?? null;
  }
}
