import type { GivenOption, PollOption } from '../voting/domain/poll-options.js';
import type { EffectPayload } from './proposal-effects.js';

/** What is proposed: a text, options where its kind of decision chooses among some, and what its adoption does. */
export interface ProposalDraft {
  readonly title: string;
  readonly body: string;
  /** The kind of decision; that of the effect, or a plain resolution, when absent. */
  readonly decisionKind?: string | null;
  /** A short code for what it is about; members may have passed on their votes by topic. */
  readonly topic?: string | null;
  readonly options?: readonly GivenOption[];
  readonly effect?: { readonly kind: string; readonly payload: EffectPayload } | null;
}

/** A draft as it is written down. */
export interface CheckedDraft {
  readonly title: string;
  readonly body: string;
  readonly topic: string | null;
  readonly options: readonly PollOption[];
  readonly effect: { readonly kind: string; readonly payload: EffectPayload } | null;
}
