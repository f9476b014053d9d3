import type { DecisionKind } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import type { Json } from '../shared/canonical-json.js';
import { isRefusal, type Refusal } from '../shared/refusal.js';

/** What an adopted proposal does, as it is written down: plain JSON, bound by the vote. */
export type EffectPayload = { readonly [key: string]: Json };

/** A field of a payload as text; the empty text for what is neither text nor a number, which no check lets through. */
export function textIn(payload: EffectPayload, field: string): string {
  const value = payload[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * What a decision *does*. Modules above register theirs; proposals know none of them by name.
 *
 * - `check` runs when a proposal is written and again when its vote opens: it refuses what could never be carried out.
 * - `carryOut` runs when the decision takes force, in a transaction of its own. It must be idempotent per decision. A
 *   refusal blocks the effect with its reason and leaves the decision standing; it can be tried again once mended.
 */
export interface ProposalEffect {
  readonly kind: string;
  /** The kind of decision whose rule must be followed. */
  readonly decisionKind: DecisionKind;
  check(tx: Tx, payload: EffectPayload): Promise<true | Refusal>;
  /**
   * Asked besides when the vote opens, where something must have been found out first; a refusal says what the vote waits
   * for.
   */
  mayOpen?(tx: Tx, payload: EffectPayload): Promise<true | Refusal>;
  /** One sentence that says what will happen, as voters read it. */
  describe(payload: EffectPayload): string;
  carryOut(
    tx: Tx,
    viewer: Viewer,
    decision: { readonly decisionId: string; readonly payload: EffectPayload; readonly effectiveAt: Date },
  ): Promise<true | Refusal>;
  /**
   * Told in the transaction in which the proposal ends, when the effect keeps something of its own about it: adopted (the
   * effect itself follows when the decision takes force), not adopted, or withdrawn. It answers nothing and refuses nothing.
   */
  ended?(tx: Tx, proposal: EndedProposal): Promise<void>;
}

/** How a proposal ended. */
export interface EndedProposal {
  readonly proposalId: string;
  readonly payload: EffectPayload;
  readonly ending: 'adopted' | 'not_adopted' | 'withdrawn';
}

/** The effects that this installation can carry out. */
export class ProposalEffects {
  private readonly effects = new Map<string, ProposalEffect>();

  register(effect: ProposalEffect): void {
    if (this.effects.has(effect.kind)) throw new Error(`the effect ${effect.kind} is registered twice`);
    this.effects.set(effect.kind, effect);
  }

  /** Throws when no module registered this kind: a recorded effect that nobody carries out is a bug. */
  named(kind: string): ProposalEffect {
    const effect = this.effects.get(kind);
    if (!effect) throw new Error(`no module carries out ${kind}`);
    return effect;
  }

  /** Tells the effect of a proposal, if it has one that wants to know, how the proposal ended. */
  async tellEnding(
    tx: Tx,
    proposal: {
      readonly id: string;
      readonly effectKind: string | null;
      readonly effect: EffectPayload | null;
    },
    ending: EndedProposal['ending'],
  ): Promise<void> {
    if (proposal.effectKind === null || proposal.effect === null) return;
    const effect = this.effects.get(proposal.effectKind);
    await effect?.ended?.(tx, { proposalId: proposal.id, payload: proposal.effect, ending });
  }

  kinds(): readonly string[] {
    return [...this.effects.keys()];
  }
}

/** A refusal of the effect's own check, told as a refusal of the act that was tried. */
export const effectFault = (verdict: true | Refusal): readonly string[] =>
  isRefusal(verdict) ? [verdict.message, ...verdict.details] : [];
