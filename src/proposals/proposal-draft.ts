import type { EffectPayload } from './proposal-effects.js';

/** What is proposed: a text, and what its adoption does (nothing, for a plain resolution). */
export interface ProposalDraft {
  readonly title: string;
  readonly body: string;
  readonly effect?: { readonly kind: string; readonly payload: EffectPayload } | null;
}
