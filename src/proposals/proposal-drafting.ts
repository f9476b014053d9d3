import { Inject, Injectable } from '@nestjs/common';
import { Bylaws } from '../membership/bylaws.js';
import {
  decisionKindOfKey,
  isDecisionKind,
  policyKey,
  storedPolicy,
  type DecisionKind,
  type DecisionPolicy,
} from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine, cleanText } from '../shared/text.js';
import { checkOptions } from '../voting/domain/poll-options.js';
import { checkTopic } from './domain/proposal-topic.js';
import type { CheckedDraft, ProposalDraft } from './proposal-draft.js';
import { ProposalEffects } from './proposal-effects.js';

/** Whether what is proposed can be put before the members: its kind, its text, its options, its effect. */
@Injectable()
export class ProposalDrafting {
  constructor(
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  /**
   * The kind of decision, and so the rule that will apply: that of the effect, else the one asked for, else a plain
   * resolution. Refuses `EFFECT_FIXES_KIND` when another is asked for than the effect's own.
   */
  kindOf(draft: ProposalDraft): DecisionKind | Refusal {
    const asked = draft.decisionKind ?? null;
    if (!draft.effect) return asked ?? 'resolution';
    const { decisionKind } = this.effects.named(draft.effect.kind);
    if (asked === null || asked === decisionKind) return decisionKind;
    return new Refusal(
      'EFFECT_FIXES_KIND',
      `What this proposal does is decided as a ${decisionKind}, by the rule that the bylaws have for that.`,
    );
  }

  /** The draft as it may be written down, by the rule in force now; it is asked again when the vote opens. */
  async check(tx: Tx, kind: DecisionKind, draft: ProposalDraft): Promise<CheckedDraft | Refusal> {
    const policy = await this.policyOf(tx, kind);
    if (isRefusal(policy)) return policy;
    const wording = await this.checkWording(tx, draft);
    if (isRefusal(wording)) return wording;
    const topic = checkTopic(draft.topic);
    if (isRefusal(topic)) return topic;
    const options = checkOptions(kind, policy, draft.options ?? []);
    return isRefusal(options) ? options : { ...wording, topic, options };
  }

  /** Title, text and effect alone, for a version by a rule that stands already. */
  async checkWording(
    tx: Tx,
    draft: Pick<ProposalDraft, 'title' | 'body' | 'effect'>,
  ): Promise<Pick<CheckedDraft, 'title' | 'body' | 'effect'> | Refusal> {
    const title = cleanLine(draft.title, 200);
    const body = draft.body === '' ? '' : cleanText(draft.body, 50_000);
    const faults = [
      ...(title === null ? ['title: one line of 1 to 200 characters.'] : []),
      ...(body === null ? ['body: at most 50,000 characters of text.'] : []),
    ];
    if (title === null || body === null)
      return new Refusal('INVALID_INPUT', 'The text of the proposal is not acceptable.', faults);
    if (!draft.effect) return { title, body, effect: null };
    const possible = await this.effects.named(draft.effect.kind).check(tx, draft.effect.payload);
    return isRefusal(possible)
      ? new Refusal('EFFECT_IMPOSSIBLE', possible.message, possible.details)
      : { title, body, effect: draft.effect };
  }

  private async policyOf(tx: Tx, kind: DecisionKind): Promise<DecisionPolicy | Refusal> {
    const rule = isDecisionKind(kind) ? await this.bylaws.ruleInForce(tx, policyKey(kind)) : null;
    if (rule) return storedPolicy(rule.value);
    const kinds = (await this.bylaws.rulesInForce(tx)).flatMap(({ key }) => decisionKindOfKey(key) ?? []);
    return new Refusal(
      'UNKNOWN_KIND',
      `The bylaws have no rule in force for this kind of decision; they have rules for: ${kinds.join(', ')}.`,
      kinds,
    );
  }
}
