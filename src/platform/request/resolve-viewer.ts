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
  time_zone: string | null;
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
    return viewerOf(rows[0]);
  } finally {
    client.release();
  }
}

function viewerOf(row: ViewerRow | undefined): Viewer {
  if (!row) return nobody;
  return {
    personId: row.person_id,
    sessionId: row.session_id,
    cooperativeId: row.cooperative_id,
    membershipId: row.membership_id,
    partyId: row.party_id,
    standing: row.standing,
    roles: row.roles ?? [],
    timeZone: row.time_zone ?? nobody.timeZone,
    isSystem: false,
  };
}

/**
 * The same question, asked in the round trip that opens a transaction: the answer is bound to it at once. What is
 * written into the text is a hash and the name of a cooperative, of which only letters, digits and hyphens get here;
 * any other name can be nobody's.
 */
export function openingStatement(token: string | null, cooperativeReference: string | null): string {
  const hash = token === null ? 'NULL' : `'\\x${tokenHash(token).toString('hex')}'`;
  const isName = cooperativeReference !== null && /^[A-Za-z0-9-]{1,64}$/.test(cooperativeReference);
  const reference = isName ? `'${cooperativeReference}'` : 'NULL';
  return (
    `SELECT v.*, set_config('rochdale.cooperative_id', coalesce(v.cooperative_id::text, ''), true), ` +
    `set_config('rochdale.person_id', coalesce(v.person_id::text, ''), true) ` +
    `FROM request_viewer(${hash}::bytea, ${reference}::text) AS v`
  );
}

/** Who asks, from what `openingStatement` answered; it is the last of the statements sent together. */
export function openedBy(answers: unknown): Viewer {
  const last = (Array.isArray(answers) ? answers.at(-1) : answers) as { rows: ViewerRow[] };
  return viewerOf(last.rows[0]);
}
