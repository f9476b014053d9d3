import { createHash } from 'node:crypto';
import type { Database } from '../database/pool.js';
import { nobody, type MemberRole, type Standing, type Viewer } from './viewer.js';

interface ViewerRow {
  session_id: string | null;
  person_id: string | null;
  cooperative_id: string | null;
  party_id: string | null;
  membership_id: string | null;
  standing: Standing | null;
  roles: MemberRole[] | null;
}

/** What is kept of a secret token: its SHA-256. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Turns a session token and the name of a cooperative into who is asking, with their rights at this instant.
 * Unknown, ended and malformed tokens are nobody; an unknown cooperative is no cooperative.
 */
export async function resolveViewer(
  database: Database,
  token: string | null,
  cooperativeReference: string | null,
): Promise<Viewer> {
  if (token === null && cooperativeReference === null) return nobody;
  const client = await database.connect();
  try {
    const { rows } = await client.query<ViewerRow>({
      name: 'request_viewer',
      text: 'SELECT * FROM request_viewer($1, $2)',
      values: [token === null ? null : tokenHash(token), cooperativeReference],
    });
    const row = rows[0];
    if (!row) return nobody;
    return {
      personId: row.person_id,
      sessionId: row.session_id,
      cooperativeId: row.cooperative_id,
      membershipId: row.membership_id,
      partyId: row.party_id,
      standing: row.standing,
      roles: row.roles ?? [],
      isSystem: false,
    };
  } finally {
    client.release();
  }
}
