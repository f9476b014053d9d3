import type { Tx } from '../platform/database/transaction.js';
import type { ProposalRow } from './proposal.rows.js';

/** Where a proposal stands before its vote, for the module whose effect it would have; null where there is none. */
export const waitingProposal = (
  tx: Tx,
  proposalId: string,
): Promise<Pick<ProposalRow, 'state' | 'createdAt' | 'publishedAt'> | null> =>
  tx.one(
    `SELECT state, created_at AS "createdAt", published_at AS "publishedAt" FROM proposal
     WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [proposalId],
  );
