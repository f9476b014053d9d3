import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { canonicalJson } from '../shared/canonical-json.js';
import { proposalColumns, proposalSource, type ProposalRow } from './proposal.rows.js';
import type { PollOption } from '../voting/domain/poll-options.js';
import type { CheckedDraft } from './proposal-draft.js';

/** The proposal with its standing version, its row locked until the command ends; null where there is none. */
export async function lockProposal(
  tx: Tx,
  proposalId: string,
  lock: 'FOR UPDATE' | 'FOR SHARE' = 'FOR UPDATE',
): Promise<ProposalRow | null> {
  const held = await tx.sql(
    lock === 'FOR UPDATE'
      ? `SELECT FROM proposal WHERE id = $1 FOR UPDATE`
      : `SELECT FROM proposal WHERE id = $1 FOR SHARE`,
    [proposalId],
  );
  if (held.length === 0) return null;
  return tx.one<ProposalRow>(`SELECT ${proposalColumns} FROM ${proposalSource} WHERE p.id = $1`, [
    proposalId,
  ]);
}

/** Numbers count up per cooperative; two at once wait for each other instead of colliding. */
export async function nextNumber(tx: Tx, table: 'proposal' | 'decision'): Promise<number> {
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended($1 || current_cooperative_id()::text, 0))`, [
    table,
  ]);
  const row = await tx.one<{ number: number }>(
    table === 'proposal'
      ? `SELECT coalesce(max(number), 0)::int + 1 AS number FROM proposal`
      : `SELECT coalesce(max(number), 0)::int + 1 AS number FROM decision`,
  );
  return row?.number ?? 1;
}

export async function insertProposal(
  tx: Tx,
  viewer: Viewer,
  proposalId: string,
  decisionKind: string,
  draft: CheckedDraft,
): Promise<void> {
  await tx.sql(
    `INSERT INTO proposal (cooperative_id, id, number, decision_kind, author_membership_id, current_version)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, 1)`,
    [proposalId, await nextNumber(tx, 'proposal'), decisionKind, viewer.membershipId],
  );
  await insertVersionRow(tx, viewer, proposalId, 1, draft);
}

/** A further version; `pollTextVersion` for one written while the vote is open, as the text of that version of its poll. */
export async function insertVersion(
  tx: Tx,
  viewer: Viewer,
  proposalId: string,
  version: number,
  draft: CheckedDraft,
  pollTextVersion: number | null = null,
): Promise<void> {
  await insertVersionRow(tx, viewer, proposalId, version, draft, pollTextVersion);
  await tx.sql(`UPDATE proposal SET current_version = $2 WHERE id = $1`, [proposalId, version]);
}

async function insertVersionRow(
  tx: Tx,
  viewer: Viewer,
  proposalId: string,
  version: number,
  draft: CheckedDraft,
  pollTextVersion: number | null = null,
): Promise<void> {
  await tx.sql(
    `INSERT INTO proposal_version (cooperative_id, proposal_id, version, title, body, topic, effect_kind, effect, written_by,
       poll_text_version)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      proposalId,
      version,
      draft.title,
      draft.body,
      draft.topic,
      draft.effect?.kind ?? null,
      draft.effect ? canonicalJson(draft.effect.payload) : null,
      viewer.membershipId,
      pollTextVersion,
    ],
  );
  if (draft.options.length === 0) return;
  await tx.sql(
    `INSERT INTO proposal_option (cooperative_id, proposal_id, version, position, label, description)
     SELECT current_cooperative_id(), $1, $2, place - 1, label, description
     FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS given (label, description, place)`,
    [
      ...[proposalId, version],
      ...[draft.options.map(({ label }) => label), draft.options.map(({ description }) => description)],
    ],
  );
}

/** The options of one version, in their order. */
export const optionsOf = (tx: Tx, proposalId: string, version: number): Promise<PollOption[]> =>
  tx.sql<PollOption>(
    `SELECT label, description FROM proposal_option WHERE proposal_id = $1 AND version = $2 ORDER BY position`,
    [proposalId, version],
  );
