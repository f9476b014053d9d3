import { Bylaws } from '../../membership/bylaws.js';
import { isRuleKey } from '../../membership/domain/bylaw-rule.js';
import { isDecisionKind, policyKey, policyPrefix } from '../../membership/domain/decision-policy.js';
import { isPlainData } from '../../membership/domain/policy-fields.js';
import { MemberRegister } from '../../membership/member-register.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Json } from '../../shared/canonical-json.js';
import { isId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { amendRule } from '../effects/amend-rule.effect.js';
import { assignRole } from '../effects/assign-role.effect.js';
import type { ProposalDraft } from '../proposal-draft.js';
import { policyOfInput } from './policy-of-input.js';
import type {
  AmendBylawInput,
  AmendRuleInput,
  AssignRoleInput,
  DraftProposalInput,
} from './proposal.inputs.js';

type Effect = NonNullable<ProposalDraft['effect']>;

/** A rule as an amendment proposes it. */
interface ProposedRule {
  readonly key: string;
  readonly value: Json;
  readonly article: string;
  readonly text: string;
}

/** Turns the typed inputs of the API into the plain data that is voted on. What it says is checked by the effect. */
export class EffectPayloads {
  constructor(
    private readonly work: UnitOfWork,
    private readonly bylaws: Bylaws,
    private readonly register: MemberRegister,
  ) {}

  async draftOf(scope: RequestScope, input: DraftProposalInput): Promise<ProposalDraft | Refusal> {
    const { amendRule: rule, amendBylaw: bylaw, assignRole: role } = input.effect ?? {};
    if ([rule, bylaw, role].filter(Boolean).length > 1)
      return new Refusal('INVALID_INPUT', 'A proposal has one effect.', ['effect']);
    const proposed = rule ? ruleOfDecision(rule) : bylaw ? otherRule(bylaw) : null;
    if (isRefusal(proposed)) return proposed;
    const effect = proposed
      ? await this.amendment(scope, proposed)
      : role
        ? await this.assignment(scope, role)
        : null;
    return { ...textOf(input), effect };
  }

  /** Binds the amendment to the version that it is written against. */
  private async amendment(scope: RequestScope, proposed: ProposedRule): Promise<Effect> {
    const tx = await this.work.read(scope);
    const rule = await this.bylaws.ruleInForce(tx, proposed.key);
    const cooperative = await this.register.cooperative(tx);
    const language = cooperative?.locale ?? 'en';
    return { kind: amendRule, payload: { ...proposed, language, replacesVersion: rule?.version ?? 0 } };
  }

  private async assignment(scope: RequestScope, { membershipId, role }: AssignRoleInput): Promise<Effect> {
    const member = isId(membershipId)
      ? await this.register.findMembership(await this.work.read(scope), membershipId)
      : null;
    return { kind: assignRole, payload: { membershipId, memberNumber: member?.number ?? 0, role } };
  }
}

function ruleOfDecision({ decisionKind, policy, article, text }: AmendRuleInput): ProposedRule | Refusal {
  return isDecisionKind(decisionKind)
    ? { key: policyKey(decisionKind), value: policyOfInput(policy), article, text }
    : malformed('decisionKind', 'A kind of decision is one word of small letters, digits and hyphens.');
}

function otherRule({ key, value, article, text }: AmendBylawInput): ProposedRule | Refusal {
  if (!isRuleKey(key)) return malformed('key', 'A key is a path of small letters, digits and hyphens.');
  if (key.startsWith(policyPrefix)) return malformed('key', 'Rules of decision are changed by `amendRule`.');
  const data = parsed(value);
  return isPlainData(data)
    ? { key, value: data, article, text }
    : malformed('value', 'The rule is no JSON, or holds numbers that are not whole; write those as text.');
}

const malformed = (field: string, message: string): Refusal => new Refusal('INVALID_INPUT', message, [field]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
