import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { emptyPage, keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal } from '../shared/refusal.js';
import { dissentFacts } from './poll-dissents.js';
import type { DissentFacts } from './voting.policy.js';

/** Somebody who left a poll for a conflict of interest, or dissents from what was decided; always by name. */
export interface NoteRow {
  readonly membershipId: string;
  readonly reason: string;
  readonly notedBy: string;
  readonly recordedAt: Date;
}
export interface TextChangeRow {
  readonly textVersion: number;
  readonly question: string;
  readonly summary: string;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const changeColumns = `t.text_version AS "textVersion", t.question, t.summary, t.changed_by AS "changedBy",
  t.recorded_at AS "changedAt"`;

/** What stands beside a poll for everybody who may see it: who left it and why, how its text changed, who dissents. */
@Injectable()
export class PollNotes {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  withdrawals(scope: RequestScope, pollId: string, request: PageRequest, counted: boolean) {
    return this.notes(scope, 'poll_withdrawal', pollId, request, counted);
  }

  dissents(scope: RequestScope, pollId: string, request: PageRequest, counted: boolean) {
    return this.notes(scope, 'poll_dissent', pollId, request, counted);
  }

  /** Notes in the order of members' identifiers, which is that of their joining. */
  private async notes(
    scope: RequestScope,
    table: 'poll_withdrawal' | 'poll_dissent',
    pollId: string,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<NoteRow>> {
    const keyset = keysetOf(request, ['id']);
    if (isRefusal(keyset)) return emptyPage;
    const tx = await this.work.read(scope);
    const by = table === 'poll_withdrawal' ? 'declared_by' : 'membership_id';
    const rows = await tx.sql<NoteRow>(
      `SELECT membership_id AS "membershipId", reason, ${by} AS "notedBy", recorded_at AS "recordedAt" FROM ${table}
       WHERE poll_id = $1 AND ($2::uuid IS NULL OR membership_id > $2) ORDER BY membership_id LIMIT $3`,
      [pollId, keyset.after?.[0] ?? null, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM ${table} WHERE poll_id = $1`, [pollId])
      : null;
    return pageOf(rows, keyset, (row) => [row.membershipId], total?.count);
  }

  /** Changes of what is voted on while the vote was open, oldest first. */
  async textChanges(
    scope: RequestScope,
    pollId: string,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<TextChangeRow>> {
    const keyset = keysetOf(request, ['integer']);
    if (isRefusal(keyset)) return emptyPage;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<TextChangeRow>(
      `SELECT ${changeColumns} FROM poll_text_change t WHERE t.poll_id = $1 AND t.text_version > $2::int
       ORDER BY t.text_version LIMIT $3`,
      [pollId, keyset.after?.[0] ?? '0', keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM poll_text_change WHERE poll_id = $1`, [
          pollId,
        ])
      : null;
    return pageOf(rows, keyset, (row) => [String(row.textVersion)], total?.count);
  }

  /** The latest change about which the viewer is asked again; null where their ballot stands, or there is none. */
  askedAgain(scope: RequestScope): DataLoader<string, TextChangeRow | null> {
    return scope.loader<string, TextChangeRow | null>('voting.asked-again', async (ids) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<TextChangeRow & { pollId: string }>(
        `SELECT DISTINCT ON (a.poll_id) a.poll_id AS "pollId", ${changeColumns}
         FROM poll_asked_again a
         JOIN poll_text_change t ON t.cooperative_id = a.cooperative_id AND t.poll_id = a.poll_id
           AND t.text_version = a.text_version
         JOIN ballot_current c ON c.cooperative_id = a.cooperative_id AND c.poll_id = a.poll_id
           AND c.membership_id = a.membership_id
         JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
           AND b.membership_id = c.membership_id AND b.revision = c.revision
         WHERE a.poll_id = ANY ($1) AND a.membership_id = $2 AND a.text_version > b.text_version
         ORDER BY a.poll_id, a.text_version DESC`,
        [ids, scope.viewer.membershipId],
      );
      return ids.map((id) => rows.find((row) => row.pollId === id) ?? null);
    });
  }

  /** What decides about leaving a poll and about dissent from it, for the viewer. */
  facts(scope: RequestScope): DataLoader<string, DissentFacts | null> {
    return scope.loader<string, DissentFacts | null>('voting.dissent-facts', async (ids) => {
      const rows = await dissentFacts(await this.work.read(scope), ids, scope.viewer.membershipId);
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    });
  }
}
