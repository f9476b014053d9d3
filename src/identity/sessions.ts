import { Inject, Injectable } from '@nestjs/common';
import { newId, newSecret } from '../shared/ids.js';
import type { Tx } from '../platform/database/transaction.js';
import { tokenHash } from '../platform/request/resolve-viewer.js';
import { People } from './people.js';

/** A new session. The token is told once; only its hash is kept. */
export interface NewSession {
  readonly sessionId: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/** An interval in PostgreSQL's words: a session ends then, however it was used. */
export const sessionLifetime = '30 days';

/** Signed-in devices. A session is a random token of 256 bits that means nothing by itself: rights are read per request. */
@Injectable()
export class Sessions {
  constructor(@Inject(People) private readonly people: People) {}

  /** Signs a person in on one device. `device` is what the person calls it, a clean line of at most 100 characters. */
  create(tx: Tx, personId: string, device: string): Promise<NewSession> {
    return this.people.inTheNameOf(tx, personId, async () => {
      const [sessionId, token] = [newId(), newSecret()];
      const row = await tx.one<{ expiresAt: Date }>(
        `INSERT INTO session (id, person_id, token_hash, device, expires_at)
         VALUES ($1, $2, $3, $4, rochdale_now() + $5::interval) RETURNING expires_at AS "expiresAt"`,
        [sessionId, personId, tokenHash(token), device, sessionLifetime],
      );
      return { sessionId, token, expiresAt: row!.expiresAt };
    });
  }

  /** Ends a session of the person; ended already is ended. False when the person has no such session. */
  revoke(tx: Tx, personId: string, sessionId: string): Promise<boolean> {
    return this.people.inTheNameOf(tx, personId, async () => {
      const ended = await tx.sql(
        `UPDATE session SET revoked_at = coalesce(revoked_at, rochdale_now())
         WHERE id = $1 AND person_id = $2 RETURNING 1 AS ended`,
        [sessionId, personId],
      );
      return ended.length === 1;
    });
  }

  /** Ends every living session of the person but one; returns how many. */
  revokeOthers(tx: Tx, personId: string, keptSessionId: string): Promise<number> {
    return this.people.inTheNameOf(tx, personId, async () => {
      const ended = await tx.sql(
        `UPDATE session SET revoked_at = rochdale_now()
         WHERE person_id = $1 AND id <> $2 AND revoked_at IS NULL AND expires_at > rochdale_now() RETURNING 1 AS ended`,
        [personId, keptSessionId],
      );
      return ended.length;
    });
  }
}
