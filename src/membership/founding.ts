import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { RequestScope } from '../platform/request/request-scope.js';
import type { MemberRole, Viewer } from '../platform/request/viewer.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import { Bylaws } from './bylaws.js';
import { checkCharter, type Charter } from './domain/cooperative-charter.js';
import { checkBylaws, foundingBylaws, type FoundingRule } from './domain/founding-bylaws.js';
import { enrol, lockRegister } from './enrolment.js';
import { Invitations, type Issued } from './invitations.js';
import { MemberRegister } from './member-register.js';
import { mayActAsPerson, mayAppointSecondOfficer } from './membership.policy.js';
import { Roles } from './roles.js';

export interface FoundingPlan {
  readonly charter: Charter;
  /** The person signed in, or (`email`) somebody to be invited: the command line founds for others. */
  readonly founder: { readonly name: string; readonly email?: string | null };
  readonly secondOfficer: SecondOfficer;
  /** The cooperative's own statutes, a rule for every kind of decision; the usual ones when absent. */
  readonly bylaws?: readonly FoundingRule[];
}
export interface SecondOfficer {
  readonly name: string;
  readonly email: string;
  readonly role: MemberRole;
}
export interface Founded {
  readonly cooperativeId: string;
  readonly slug: string;
  readonly founderMembershipId: string;
  readonly secondOfficerMembershipId: string;
  /** Invitations made: the second officer's, and the founder's when nobody was signed in. */
  readonly invitations: readonly Issued[];
}

const founderRoles: readonly MemberRole[] = ['steward', 'secretary'];
const maxFoundedByOne = 20;

/** A cooperative comes into being: charter, classes, bodies, bylaws, and two officers from its first hour. */
@Injectable()
export class Founding {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(MemberRegister) private readonly register: MemberRegister,
  ) {}

  /**
   * Founds a cooperative for the viewer, who becomes member 1, steward and secretary; the second officer is invited
   * at once, so that nobody stands alone over the register. Refuses `INVALID_INPUT`, `SLUG_TAKEN`,
   * `TOO_MANY_COOPERATIVES`, `ADDRESS_IN_USE`.
   */
  async found(viewer: Viewer, plan: FoundingPlan): Promise<Founded | Refusal> {
    const verdict = mayActAsPerson(viewer);
    if (verdict !== true) return verdict;
    const charter = checkCharter(plan.charter);
    if (isRefusal(charter)) return charter;
    const bylaws = checkBylaws(plan.bylaws ?? foundingBylaws);
    if (isRefusal(bylaws)) return bylaws;
    const founding: Viewer = { ...viewer, cooperativeId: newId(), membershipId: null, partyId: null };
    return this.work.command(new RequestScope('founding', founding), { act: 'foundCooperative' }, (tx) =>
      this.establish(tx, founding, { ...plan, charter, bylaws }),
    );
  }

  /** Appoints and invites another second officer while the cooperative has fewer than two. */
  appointSecondOfficer(scope: RequestScope, officer: SecondOfficer): Promise<Issued | Refusal> {
    return this.work.command(scope, { act: 'appointSecondOfficer' }, async (tx, viewer) => {
      await lockRegister(tx);
      const verdict = mayAppointSecondOfficer(viewer, { officers: await countOfficers(tx) });
      if (verdict !== true) return verdict;
      const classCode = (await this.register.classes(tx)).find(({ mayVote }) => mayVote)?.code ?? '';
      return this.appoint(tx, viewer, officer, classCode);
    });
  }

  private async establish(
    tx: Tx,
    viewer: Viewer,
    plan: FoundingPlan & { readonly bylaws: readonly FoundingRule[] },
  ): Promise<Founded | Refusal> {
    const { charter, founder } = plan;
    // Several at once by one person come one after the other, so that the limit holds for them too.
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('person ' || $1, 0))`, [viewer.personId]);
    const founded = await tx.sql(`SELECT 1 FROM cooperatives_of_person()`);
    if (founded.length >= maxFoundedByOne) {
      return new Refusal(
        'TOO_MANY_COOPERATIVES',
        `One person is in at most ${maxFoundedByOne} cooperatives.`,
      );
    }
    const refusal = await insertCharter(tx, charter);
    if (refusal) return refusal;
    await recordAct(tx, viewer, {
      act: 'foundCooperative',
      subjectType: 'cooperative',
      subjectId: viewer.cooperativeId,
      data: { kind: charter.kind, currency: charter.currency, timeZone: charter.timeZone },
    });
    const rules = await this.enactBylaws(tx, viewer, plan.bylaws);
    if (rules) return rules;
    const classCode = charter.classes.find(({ mayVote }) => mayVote)!.code;
    const first = await this.enterFounder(tx, viewer, founder, classCode);
    if (isRefusal(first)) return first;
    const second = await this.appoint(tx, viewer, plan.secondOfficer, classCode);
    if (isRefusal(second)) return second;
    return {
      cooperativeId: viewer.cooperativeId!,
      slug: charter.slug,
      founderMembershipId: first.membershipId,
      secondOfficerMembershipId: second.membershipId,
      invitations: first.issued === null ? [second] : [first.issued, second],
    };
  }

  private async enactBylaws(
    tx: Tx,
    viewer: Viewer,
    bylaws: readonly FoundingRule[],
  ): Promise<Refusal | null> {
    const founded = await this.register.cooperative(tx);
    for (const rule of bylaws) {
      const enacted = await this.bylaws.amendRule(tx, viewer, {
        ...rule,
        language: 'en',
        effectiveAt: founded!.foundedAt,
        decisionId: null,
      });
      if (isRefusal(enacted)) return enacted;
    }
    return null;
  }

  private async enterFounder(
    tx: Tx,
    viewer: Viewer,
    founder: FoundingPlan['founder'],
    classCode: string,
  ): Promise<{ membershipId: string; issued: Issued | null } | Refusal> {
    const name = cleanLine(founder.name, 200);
    if (name === null) return new Refusal('INVALID_INPUT', 'The founder needs a name of one line.');
    let issued: Issued | Refusal | null = null;
    let membershipId: string;
    if (viewer.personId === null) {
      issued = await this.invitations.enter(tx, viewer, {
        name,
        email: founder.email ?? '',
        classCode,
        kind: 'person',
      });
      if (isRefusal(issued)) return issued;
      membershipId = issued.membershipId;
    } else {
      membershipId = await enrolFounder(tx, viewer.personId, name, classCode);
    }
    for (const role of founderRoles) {
      const given = await this.assign(tx, viewer, membershipId, role);
      if (isRefusal(given)) return given;
    }
    return { membershipId, issued };
  }

  private async appoint(
    tx: Tx,
    viewer: Viewer,
    { name, email, role }: SecondOfficer,
    classCode: string,
  ): Promise<Issued | Refusal> {
    const issued = await this.invitations.enter(tx, viewer, { name, email, classCode, kind: 'person' });
    if (isRefusal(issued)) return issued;
    const given = await this.assign(tx, viewer, issued.membershipId, role);
    return isRefusal(given) ? given : issued;
  }

  private async assign(tx: Tx, viewer: Viewer, membershipId: string, role: MemberRole): Promise<unknown> {
    const effectiveFrom = await this.register.today(tx);
    return this.roles.assignRole(tx, viewer, { membershipId, role, effectiveFrom, decisionId: null });
  }
}

async function insertCharter(tx: Tx, charter: Charter): Promise<Refusal | null> {
  const zone = await tx.sql(`SELECT 1 FROM pg_timezone_names WHERE name = $1`, [charter.timeZone]);
  if (zone.length === 0) return new Refusal('INVALID_INPUT', 'The database does not know this time zone.');
  const inserted = await tx.sql(
    `INSERT INTO cooperative (id, slug, name, kind, currency, locale, time_zone, founded_at)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, date_trunc('milliseconds', rochdale_now()))
     ON CONFLICT (slug) DO NOTHING RETURNING 1 AS inserted`,
    [charter.slug, charter.name, charter.kind, charter.currency, charter.locale, charter.timeZone],
  );
  if (inserted.length === 0) return new Refusal('SLUG_TAKEN', `The short name ${charter.slug} is taken.`);
  await tx.sql(
    `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
     SELECT current_cooperative_id(), gen_random_uuid(), code, name, "mayVote", weight
     FROM jsonb_to_recordset($1::jsonb) AS c(code text, name text, "mayVote" boolean, weight bigint)`,
    [
      JSON.stringify(
        charter.classes.map((row) => ({
          ...row,
          weight: String(row.voteWeightMillionths),
          voteWeightMillionths: undefined,
        })),
      ),
    ],
  );
  await tx.sql(
    `INSERT INTO body (cooperative_id, id, kind, code, name)
     VALUES (current_cooperative_id(), $1, 'general_assembly', 'general-assembly', 'General assembly'),
            (current_cooperative_id(), $2, 'board', 'board', 'Board')`,
    [newId(), newId()],
  );
  return null;
}

async function enrolFounder(tx: Tx, personId: string, name: string, classCode: string): Promise<string> {
  const terms = await tx.one<{ classId: string; joinedOn: string }>(
    `SELECT id AS "classId", today_in(cooperative_id) AS "joinedOn" FROM member_class WHERE code = $1`,
    [classCode],
  );
  const unknown = { externalRef: null, legalName: null, email: null, telephone: null };
  const [founder] = await enrol(tx, [
    { ...unknown, ...terms!, kind: 'person', personId, name, standing: 'active' },
  ]);
  return founder!.membershipId;
}

/** Officers who are members, and those whose invitation is still open. */
async function countOfficers(tx: Tx): Promise<number> {
  const rows = await tx.sql(
    `SELECT DISTINCT r.membership_id FROM role_term r
     LEFT JOIN role_term_end e ON e.cooperative_id = r.cooperative_id AND e.role_term_id = r.id
     CROSS JOIN LATERAL (SELECT standing_on(r.cooperative_id, r.membership_id, today_in(r.cooperative_id))) AS s(standing)
     WHERE (e.effective_until IS NULL OR e.effective_until > today_in(r.cooperative_id))
       AND (s.standing IN ('probation', 'active', 'leaving') OR s.standing = 'invited' AND EXISTS (
         SELECT FROM invitation i WHERE i.cooperative_id = r.cooperative_id AND i.membership_id = r.membership_id
           AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > rochdale_now()))`,
  );
  return rows.length;
}
