import { Bylaws } from '../../membership/bylaws.js';
import { isDecisionKind, policyKey } from '../../membership/domain/decision-policy.js';
import { MemberRegister } from '../../membership/member-register.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Json } from '../../shared/canonical-json.js';
import { isId } from '../../shared/ids.js';
import { Refusal } from '../../shared/refusal.js';
import { amendRule } from '../effects/amend-rule.effect.js';
import { assignRole } from '../effects/assign-role.effect.js';
import type { ProposalDraft } from '../proposal-draft.js';
import { policyOfInput } from './policy-of-input.js';
import type { AmendRuleInput, DraftProposalInput } from './proposal.inputs.js';

/** Turns the typed inputs of the API into the plain data that is voted on. What it says is checked by the effect. */
export class EffectPayloads {
  constructor(
    private readonly work: UnitOfWork,
    private readonly bylaws: Bylaws,
    private readonly register: MemberRegister,
  ) {}

  async draftOf(scope: RequestScope, input: DraftProposalInput): Promise<ProposalDraft | Refusal> {
    const { amendRule: rule, assignRole: role } = input.effect ?? {};
    if (rule && role) return new Refusal('INVALID_INPUT', 'A proposal has one effect.', ['effect']);
    const text = textOf(input);
    if (rule) {
      if (!isDecisionKind(rule.decisionKind)) {
        const words = 'A kind of decision is one word of small letters, digits and hyphens.';
        return new Refusal('INVALID_INPUT', words, ['effect.amendRule.decisionKind']);
      }
      return { ...text, effect: { kind: amendRule, payload: await this.amendment(scope, rule) } };
    }
    if (role) {
      const member = isId(role.membershipId)
        ? await this.register.findMembership(await this.work.read(scope), role.membershipId)
        : null;
      const payload = { membershipId: role.membershipId, memberNumber: member?.number ?? 0, role: role.role };
      return { ...text, effect: { kind: assignRole, payload } };
    }
    return { ...text, effect: null };
  }

  /** Binds the amendment to the version that it is written against. */
  private async amendment(scope: RequestScope, input: AmendRuleInput): Promise<{ [key: string]: Json }> {
    const key = policyKey(input.decisionKind);
    const tx = await this.work.read(scope);
    const rule = await this.bylaws.ruleInForce(tx, key);
    const cooperative = await this.register.cooperative(tx);
    return {
      key,
      article: input.article,
      text: input.text,
      language: cooperative?.locale ?? 'en',
      replacesVersion: rule?.version ?? 0,
      value: policyOfInput(input.policy),
    };
  }
}

const textOf = (input: DraftProposalInput): ProposalDraft => ({
  ...{ title: input.title, body: input.body },
  ...{ decisionKind: input.decisionKind ?? null, topic: input.topic ?? null },
  options: (input.options ?? []).map(({ label, description }) => ({
    label,
    description: description ?? null,
  })),
});
