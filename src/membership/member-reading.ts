import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isId } from '../shared/ids.js';
import { isRefusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import type { MemberStanding } from './domain/standing.js';
import { MemberRegister, membershipColumns } from './member-register.js';
import { maySeeRegister } from './membership.policy.js';
import type { BodyRow, CooperativeRow, MemberClassRow, MembershipRow } from './membership.rows.js';

/** What is looked for in the register. */
export interface RegisterQuery {
  /** Part of a name, whatever its accents and case, or a member's number. */
  readonly search?: string | null;
  readonly standings?: readonly MemberStanding[] | null;
  readonly classCode?: string | null;
  /** The day the register describes; today when absent. */
  readonly asOf?: string | null;
  /** What had been recorded by then; everything when absent. */
  readonly knownAt?: Date | null;
}

const plain = (text: string): string =>
  `regexp_replace(lower(normalize(${text}, NFKD)), '[\\u0300-\\u036f]', '', 'g')`;

const matching = `FROM (SELECT ${membershipColumns}
    FROM (SELECT coalesce($1::date, today_in(current_cooperative_id())) AS day,
                 coalesce($2::timestamptz, 'infinity') AS known_at) AS asked,
      membership m JOIN party p ON p.cooperative_id = m.cooperative_id AND p.id = m.party_id) AS member
  WHERE standing IS NOT NULL
    AND ($3::text[] IS NULL OR standing = ANY($3))
    AND ($4::text IS NULL OR "classId" = (SELECT id FROM member_class WHERE code = $4))
    AND ($5::text IS NULL OR number::text = $5 OR position(${plain('$5')} IN ${plain('name')}) > 0)`;

/** The register as members read it. Who may not see it finds nothing. */
@Injectable()
export class MemberReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
  ) {}

  async page(
    scope: RequestScope,
    query: RegisterQuery,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<MembershipRow> | null> {
    const keyset = keysetOf(request, 1);
    if (maySeeRegister(scope.viewer) !== true || isRefusal(keyset)) return null;
    const after = keyset.after?.[0] ?? '0';
    const search = query.search === null || query.search === undefined ? null : cleanLine(query.search, 200);
    const isUnfindable = typeof query.search === 'string' && query.search.trim() !== '' && search === null;
    const classCode = cleanLine(query.classCode, 40);
    // A class that cannot exist is no class, and not every class.
    const isNoClass = typeof query.classCode === 'string' && classCode === null;
    if (!/^\d{1,9}$/.test(after) || isUnfindable || isNoClass) return null;
    const tx = await this.work.read(scope);
    const values = [query.asOf ?? null, query.knownAt ?? null, query.standings ?? null, classCode, search];
    const rows = await tx.sql<MembershipRow>(
      `SELECT * ${matching} AND number > $6::integer ORDER BY number LIMIT $7::integer`,
      [...values, after, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count ${matching}`, values)
      : null;
    return pageOf(rows, keyset, (row) => [String(row.number)], total?.count);
  }

  async member(
    scope: RequestScope,
    id: string,
    at: Pick<RegisterQuery, 'asOf' | 'knownAt'>,
  ): Promise<MembershipRow | null> {
    const isOwn = scope.viewer.membershipId === id;
    if (!isId(id) || (!isOwn && maySeeRegister(scope.viewer) !== true)) return null;
    const tx = await this.work.read(scope);
    return tx.one<MembershipRow>(
      `SELECT ${membershipColumns}
       FROM (SELECT coalesce($2::date, today_in(current_cooperative_id())) AS day,
                    coalesce($3::timestamptz, 'infinity') AS known_at) AS asked,
         membership m JOIN party p ON p.cooperative_id = m.cooperative_id AND p.id = m.party_id
       WHERE m.id = $1`,
      [id, at.asOf ?? null, at.knownAt ?? null],
    );
  }

  /** The viewer's own membership, whatever its standing. */
  async own(scope: RequestScope): Promise<MembershipRow | null> {
    const { membershipId } = scope.viewer;
    return membershipId === null ? null : this.member(scope, membershipId, {});
  }

  /** The cooperative, for anybody with a membership in it. */
  async cooperative(scope: RequestScope): Promise<CooperativeRow | null> {
    if (scope.viewer.membershipId === null) return null;
    return this.register.cooperative(await this.work.read(scope));
  }

  async classes(scope: RequestScope): Promise<MemberClassRow[] | null> {
    if (maySeeRegister(scope.viewer) !== true) return null;
    return this.register.classes(await this.work.read(scope));
  }

  async bodies(scope: RequestScope): Promise<BodyRow[] | null> {
    if (maySeeRegister(scope.viewer) !== true) return null;
    return this.register.bodies(await this.work.read(scope));
  }
}
