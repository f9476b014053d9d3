import type { Json } from '../../../shared/canonical-json.js';

/** A pass that had come to a participant: everything it had gathered until then. */
export interface KeptPass {
  readonly pass: number;
  readonly after: string | null;
  readonly seen: Json;
}

/**
 * What is kept of a computation while it goes on, so that another process takes it up where it stands and comes to the
 * same bytes. `seen` costs something, and is asked for only when it is kept.
 */
export interface Checkpoints {
  /** The pass that an earlier attempt was in. */
  readonly current: KeptPass | null;
  /** What a pass gathered that an earlier attempt had ended. */
  ended(pass: number): Json | undefined;
  /** Told after every batch of a pass; of the last pass the sink of the lines is told instead. */
  during(pass: number, after: string, seen: () => Json): Promise<void>;
  /** Told when a pass has ended. */
  end(pass: number, seen: () => Json): Promise<void>;
}

/** Of what is computed in one go nothing is kept. */
export const keepingNothing: Checkpoints = {
  current: null,
  ended: () => undefined,
  during: () => Promise.resolve(),
  end: () => Promise.resolve(),
};
