import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { countTells, holdersCanHide, type CountGroup } from './domain/ballot-secrecy.js';

/** Why no more than the outcome of a confidential poll is given out. */
export const withholdingGrounds = ['few_ballots', 'held_votes'] as const;
export type WithholdingGround = (typeof withholdingGrounds)[number];

/**
 * When a poll has been counted: notes whether its count would tell how somebody voted (`countTells`,
 * `holdersCanHide`); then numbers and recount package are kept, and not given out. Open polls tell everything anyway.
 */
export async function withholdTellingCount(tx: Tx, pollId: string): Promise<WithholdingGround | null> {
  const poll = await tx.one<{ rule: unknown; isOpen: boolean }>(
    `SELECT rule, visibility = 'open' AS "isOpen" FROM poll WHERE id = $1`,
    [pollId],
  );
  if (!poll) throw new Error('the poll that was counted does not exist');
  if (poll.isOpen) return null;
  const groups = await tx.sql<CountGroup>(`SELECT ballots, held FROM count_group WHERE poll_id = $1`, [
    pollId,
  ]);
  const tellsHolders = groups.some(({ held }) => held > 0n) && !holdersCanHide(storedPolicy(poll.rule));
  const because = tellsHolders ? 'held_votes' : countTells(groups) ? 'few_ballots' : null;
  if (because !== null)
    await tx.sql(
      `INSERT INTO poll_count_withheld (cooperative_id, poll_id, because) VALUES (current_cooperative_id(), $1, $2)`,
      [pollId, because],
    );
  return because;
}
