import { InvitationMail } from '../../../src/membership/invitation-mail.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { tokenHash } from '../../../src/platform/request/resolve-viewer.js';
import { newId, newSecret } from '../../../src/shared/ids.js';
import type { Answer, TestApplication } from '../application.js';

/** A person with a session who belongs to no cooperative yet. */
export async function buildPerson(test: TestApplication): Promise<{ personId: string; session: string }> {
  const [personId, session] = [newId(), newSecret()];
  await withClient(test.database.ownerUrl, async (client) => {
    await client.query(`INSERT INTO person (id) VALUES ($1)`, [personId]);
    await client.query(
      `INSERT INTO session (id, person_id, token_hash, expires_at) VALUES ($1, $2, $3, '2099-01-01')`,
      [newId(), personId, tokenHash(session)],
    );
  });
  return { personId, session };
}

export interface SentInvitation {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly code: string;
}

/** Keeps what invitations say from now on, instead of sending it. */
export function keepInvitations(test: TestApplication): SentInvitation[] {
  const sent: SentInvitation[] = [];
  test.app.get<{ send: InvitationMail['send'] }>(InvitationMail).send = async (_tx, letter) => {
    sent.push({ ...letter, code: /^[A-Za-z0-9_-]{40,}$/m.exec(letter.text)?.[0] ?? '' });
  };
  return sent;
}

/** What an act answered: the reason of its refusal, or `done`. */
export function reasonOf({ data, errors }: Answer): string {
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return (Object.values(data as Record<string, { reason?: string }>)[0] ?? {}).reason ?? 'done';
}
