import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isCurrentMember } from '../platform/request/viewer.js';
import { isId } from '../shared/ids.js';
import { emptyPage, keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal } from '../shared/refusal.js';
import { pollCardColumns } from '../voting/poll-card.js';
import type { ProposalState } from './domain/proposal-lifecycle.js';
import type { PollOption } from '../voting/domain/poll-options.js';
import {
  commentColumns,
  decisionColumns,
  proposalColumns,
  proposalColumnsWithBodyIf,
  proposalSource,
  type CommentRow,
  type DecisionRow,
  type ListedProposalRow,
  type ProposalRow,
  type ProposalVersionRow,
} from './proposal.rows.js';
import { mayReadProposal } from './proposals.policy.js';

const endOfTime = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;
const beginningOfTime = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

interface OptionsKey {
  readonly proposalId: string;
  readonly version: number;
}
type PlacedOption = PollOption & { readonly position: number };

/** What members read of proposals and decisions. Somebody else's draft is not there. */
@Injectable()
export class ProposalQueries {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Proposals, newest first; drafts are shown to their author alone. */
  async page(
    scope: RequestScope,
    request: PageRequest,
    state: ProposalState | null,
    wants: { readonly count: boolean; readonly texts: boolean },
  ): Promise<Page<ListedProposalRow>> {
    const keyset = keysetOf(request, ['instant', 'id']);
    if (!isCurrentMember(scope.viewer) || isRefusal(keyset)) return emptyPage;
    const tx = await this.work.read(scope);
    const visible = `(p.published_at IS NOT NULL OR p.author_membership_id = $1) AND ($2::text IS NULL OR p.state = $2)`;
    const [before, beforeId] = keyset.after ?? endOfTime;
    // The page first and its cards then, each by its key: a plain join would count the turnout of every poll there is.
    const rows = await tx.sql<ListedProposalRow & { sortKey: string }>(
      `WITH page AS MATERIALIZED (
         SELECT p.cooperative_id, ${proposalColumnsWithBodyIf('$6::boolean')}, p.created_at::text AS "sortKey"
         FROM ${proposalSource}
         WHERE ${visible} AND (p.created_at, p.id) < ($3::timestamptz, $4::uuid)
         ORDER BY p.created_at DESC, p.id DESC LIMIT $5
       )
       SELECT page.*, a.number AS "authorNumber", a.name AS "authorName", ${pollCardColumns}
       FROM page
       LEFT JOIN LATERAL (SELECT * FROM member_card WHERE cooperative_id = page.cooperative_id
         AND membership_id = page."authorMembershipId" LIMIT 1) a ON true
       LEFT JOIN LATERAL (SELECT * FROM poll_card WHERE cooperative_id = page.cooperative_id
         AND poll_id = page."pollId" LIMIT 1) l ON true
       LEFT JOIN LATERAL (SELECT * FROM ballot_standing WHERE cooperative_id = page.cooperative_id
         AND poll_id = page."pollId" AND membership_id = $1 LIMIT 1) b ON true
       ORDER BY page."createdAt" DESC, page.id DESC`,
      [scope.viewer.membershipId, state, before, beforeId, keyset.limit + 1, wants.texts],
    );
    const total = wants.count
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM proposal p WHERE ${visible}`, [
          scope.viewer.membershipId,
          state,
        ])
      : null;
    return pageOf(rows, keyset, (row) => [row.sortKey, row.id], total?.count);
  }

  async find(scope: RequestScope, id: string): Promise<ProposalRow | null> {
    if (!isId(id)) return null;
    const proposal = await this.loader(scope).load(id);
    return proposal && mayReadProposal(scope.viewer, proposal) ? proposal : null;
  }

  /** Proposals by id, in one statement for all that a request asks for. */
  loader(scope: RequestScope): { load(id: string): Promise<ProposalRow | null> } {
    return scope.loader<string, ProposalRow | null>('proposals.by-id', async (ids) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<ProposalRow>(
        `SELECT ${proposalColumns} FROM ${proposalSource} WHERE p.id = ANY($1::uuid[])`,
        [ids],
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  }

  async versions(scope: RequestScope, proposalId: string): Promise<ProposalVersionRow[]> {
    const tx = await this.work.read(scope);
    return tx.sql<ProposalVersionRow>(
      `SELECT proposal_id AS "proposalId", version, title, body, topic, effect_kind AS "effectKind", effect, written_by AS "writtenBy",
              poll_text_version AS "pollTextVersion",
              recorded_at AS "recordedAt"
       FROM proposal_version WHERE proposal_id = $1 ORDER BY version`,
      [proposalId],
    );
  }

  /** The options of each version of each proposal asked for, in one statement. */
  options(scope: RequestScope): { load(of: OptionsKey): Promise<readonly PlacedOption[]> } {
    const loader = scope.loader<string, readonly PlacedOption[]>('proposals.options', async (keys) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<PlacedOption & { key: string }>(
        `SELECT proposal_id || '/' || version AS key, position, label, description FROM proposal_option
         WHERE proposal_id = ANY ($1::uuid[]) AND proposal_id || '/' || version = ANY ($2) ORDER BY position`,
        [keys.map((key) => key.slice(0, key.indexOf('/'))), keys],
      );
      return keys.map((key) => rows.filter((row) => row.key === key));
    });
    return { load: ({ proposalId, version }) => loader.load(`${proposalId}/${version}`) };
  }

  /** Comments in the order in which they were written. */
  async comments(
    scope: RequestScope,
    proposalId: string,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<CommentRow>> {
    const keyset = keysetOf(request, ['instant', 'id']);
    if (isRefusal(keyset)) return emptyPage;
    const tx = await this.work.read(scope);
    const [after, afterId] = keyset.after ?? beginningOfTime;
    const rows = await tx.sql<CommentRow & { sortKey: string }>(
      `SELECT ${commentColumns}, c.recorded_at::text AS "sortKey"
       FROM proposal_comment c WHERE c.proposal_id = $1 AND (c.recorded_at, c.id) > ($2::timestamptz, $3::uuid)
       ORDER BY c.recorded_at, c.id LIMIT $4`,
      [proposalId, after, afterId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM proposal_comment WHERE proposal_id = $1`,
          [proposalId],
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.sortKey, row.id], total?.count);
  }

  async comment(scope: RequestScope, commentId: string): Promise<CommentRow | null> {
    const tx = await this.work.read(scope);
    return tx.one<CommentRow>(`SELECT ${commentColumns} FROM proposal_comment c WHERE c.id = $1`, [
      commentId,
    ]);
  }

  /** The register of decisions, newest first. */
  async decisions(scope: RequestScope, request: PageRequest, counted: boolean): Promise<Page<DecisionRow>> {
    const keyset = keysetOf(request, ['integer']);
    if (!isCurrentMember(scope.viewer) || isRefusal(keyset)) return emptyPage;
    const tx = await this.work.read(scope);
    const before = Number(keyset.after?.[0] ?? 2_147_483_647);
    const rows = await tx.sql<DecisionRow>(
      `SELECT ${decisionColumns} FROM decision d WHERE d.number < $1 ORDER BY d.number DESC LIMIT $2`,
      [before, keyset.limit + 1],
    );
    const total = counted ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM decision`) : null;
    return pageOf(rows, keyset, (row) => [String(row.number)], total?.count);
  }

  async decision(scope: RequestScope, id: string): Promise<DecisionRow | null> {
    if (!isId(id) || !isCurrentMember(scope.viewer)) return null;
    const tx = await this.work.read(scope);
    return tx.one<DecisionRow>(`SELECT ${decisionColumns} FROM decision d WHERE d.id = $1`, [id]);
  }

  /** The decision on each proposal, if it has been decided. */
  decisionOfProposal(scope: RequestScope): { load(proposalId: string): Promise<DecisionRow | null> } {
    return scope.loader<string, DecisionRow | null>('decisions.by-proposal', async (ids) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<DecisionRow>(
        `SELECT ${decisionColumns} FROM decision d WHERE d.proposal_id = ANY($1::uuid[])`,
        [ids],
      );
      const byProposal = new Map(rows.map((row) => [row.proposalId, row]));
      return ids.map((id) => byProposal.get(id) ?? null);
    });
  }

  async attempts(
    scope: RequestScope,
    decisionId: string,
  ): Promise<{ result: string; reason: string | null; message: string | null; recordedAt: Date }[]> {
    const tx = await this.work.read(scope);
    return tx.sql(
      `SELECT result, reason, message, recorded_at AS "recordedAt" FROM decision_attempt
       WHERE decision_id = $1 ORDER BY recorded_at, id`,
      [decisionId],
    );
  }
}
