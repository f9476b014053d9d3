import type { Tx } from '../platform/database/transaction.js';

export interface StandingSince {
  readonly standing: string;
  /** The first day of it. */
  readonly since: string;
}

/** The standing of a membership today and the day on which it began, for what follows from a membership that ended. */
export const standingSince = (tx: Tx, membershipId: string): Promise<StandingSince | null> =>
  tx.one<StandingSince>(
    `SELECT s.standing, s.effective_on AS since FROM membership_standing s
     WHERE s.cooperative_id = current_cooperative_id() AND s.membership_id = $1 AND s.effective_on <= today_in(s.cooperative_id)
     ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1`,
    [membershipId],
  );
