import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { checkRule, isRuleKey, type BylawReason, type RuleDraft } from './domain/bylaw-rule.js';
import {
  decisionKindOfKey,
  policyPrefix,
  storedPolicy,
  type DecisionPolicy,
} from './domain/decision-policy.js';
import { MemberRegister } from './member-register.js';
import { RuleCheckers } from './rule-checkers.js';

/** One version of a rule of the bylaws. */
export interface BylawRule {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  /** The rule as data; for `decision-policy/…` keys what `parseDecisionPolicy` reads. */
  readonly value: unknown;
  readonly article: string;
  readonly text: string;
  readonly language: string;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  /** The decision that made this version; null for founding bylaws. */
  readonly decisionId: string | null;
}

export interface Amendment extends RuleDraft {
  readonly effectiveAt: Date;
  readonly decisionId: string | null;
}

const columns = `id, key, version, value, article, text, language, effective_at AS "effectiveAt",
  recorded_at AS "recordedAt", decision_id AS "decisionId"`;

/**
 * The bylaws of the bound cooperative: every rule in versions that take force one after the other. The one in force
 * at an instant is the latest version whose effective instant has come.
 */
@Injectable()
export class Bylaws {
  constructor(
    @Inject(MemberRegister) private readonly register: MemberRegister,
    @Inject(RuleCheckers) private readonly checkers: RuleCheckers,
  ) {}

  /** The version of a rule in force at an instant (now, when none is named); null also when no rule can have this key. */
  async ruleInForce(tx: Tx, key: string, at: Date | null = null): Promise<BylawRule | null> {
    if (!isRuleKey(key)) return null;
    return tx.one<BylawRule>(
      `SELECT ${columns} FROM bylaw_rule
       WHERE key = $1 AND effective_at <= coalesce($2::timestamptz, rochdale_now())
       ORDER BY effective_at DESC, version DESC LIMIT 1`,
      [key, at],
    );
  }

  /** Every rule in force at an instant, by key. */
  rulesInForce(tx: Tx, at: Date | null = null): Promise<BylawRule[]> {
    return tx.sql<BylawRule>(
      `SELECT DISTINCT ON (key) ${columns} FROM bylaw_rule
       WHERE effective_at <= coalesce($1::timestamptz, rochdale_now())
       ORDER BY key, effective_at DESC, version DESC`,
      [at],
    );
  }

  /** Versions that are decided and have not taken force, the soonest first. */
  upcoming(tx: Tx): Promise<BylawRule[]> {
    return tx.sql<BylawRule>(
      `SELECT ${columns} FROM bylaw_rule WHERE effective_at > rochdale_now() ORDER BY effective_at, key, version`,
    );
  }

  /** Every version of a rule, newest first, those not yet in force included. */
  history(tx: Tx, key: string): Promise<BylawRule[]> {
    return tx.sql<BylawRule>(`SELECT ${columns} FROM bylaw_rule WHERE key = $1 ORDER BY version DESC`, [key]);
  }

  /** What would stand against this amendment now; null when nothing does. Writes nothing. */
  async check(tx: Tx, draft: Omit<Amendment, 'decisionId'>): Promise<Refusal<BylawReason> | null> {
    const checked = this.read(draft);
    if (isRefusal(checked)) return checked;
    const refusal = await this.checkValue(tx, checked);
    if (refusal) return refusal;
    const latest = (await this.history(tx, checked.key))[0];
    if (latest && draft.effectiveAt < latest.effectiveAt) {
      return new Refusal(
        'EFFECTIVE_TOO_EARLY',
        `Version ${latest.version} of this rule takes force at ${latest.effectiveAt.toISOString()}; a later version cannot take force before it.`,
      );
    }
    return null;
  }

  /**
   * Adds the next version of a rule. What is in force now stays on record and keeps governing until `effectiveAt`;
   * polls keep the rule they were called under. Called by the founding and by the effect of an adopted decision, which
   * answer for the right to do it. Refusals: `bylawReasons`.
   */
  async amendRule(tx: Tx, viewer: Viewer, amendment: Amendment): Promise<BylawRule | Refusal<BylawReason>> {
    const draft = this.read(amendment);
    if (isRefusal(draft)) return draft;
    await tx.sql(
      `SELECT pg_advisory_xact_lock(hashtextextended('bylaw ' || current_cooperative_id() || $1, 0))`,
      [draft.key],
    );
    const refusal = await this.check(tx, amendment);
    if (refusal) return refusal;
    const rule = await tx.one<BylawRule>(
      `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at, decision_id)
       SELECT current_cooperative_id(), $1, $2,
              1 + coalesce((SELECT max(version) FROM bylaw_rule WHERE key = $2), 0), $3, $4, $5, $6, $7, $8
       RETURNING ${columns}`,
      [
        newId(),
        draft.key,
        JSON.stringify(draft.value),
        draft.article,
        draft.text,
        draft.language,
        amendment.effectiveAt,
        amendment.decisionId,
      ],
    );
    if (!rule) throw new Error('an amendment was not recorded');
    await recordAct(tx, viewer, {
      act: 'amendRule',
      subjectType: 'bylaw_rule',
      subjectId: rule.id,
      data: {
        key: rule.key,
        version: rule.version,
        effectiveAt: rule.effectiveAt.toISOString(),
        decisionId: rule.decisionId,
      },
    });
    return rule;
  }

  private read(draft: RuleDraft): RuleDraft | Refusal<BylawReason> {
    return checkRule(draft, this.checkers.of(draft.key)?.mostCharacters);
  }

  /** What this cooperative, and whoever reads rules of this kind, have against the value. */
  private async checkValue(tx: Tx, { key, value }: RuleDraft): Promise<Refusal<BylawReason> | null> {
    if (decisionKindOfKey(key) !== null) {
      const unknown = await this.checkNames(tx, storedPolicy(value));
      if (unknown) return unknown;
    }
    const faults = (await this.checkers.of(key)?.check(tx, value)) ?? [];
    if (faults.length === 0) return null;
    return new Refusal(
      key.startsWith(policyPrefix) ? 'POLICY_INVALID' : 'RULE_INVALID',
      `This rule cannot be taken into the bylaws: ${faults[0]}`,
      faults,
    );
  }

  private async checkNames(tx: Tx, policy: DecisionPolicy): Promise<Refusal<BylawReason> | null> {
    if ((await this.register.bodyByCode(tx, policy.body)) === null) {
      return new Refusal('BODY_UNKNOWN', `This cooperative has no body with the code ${policy.body}.`);
    }
    const named = [...policy.classMajorities, ...policy.classCaps].map((part) => part.class);
    if (named.length === 0) return null;
    const known = (await this.register.classes(tx)).map(({ code }) => code);
    const unknown = named.find((code) => !known.includes(code));
    return unknown === undefined
      ? null
      : new Refusal(
          'CLASS_UNKNOWN',
          `This cooperative has no class of members with the code ${unknown}; it has ${known.join(', ')}.`,
        );
  }
}
