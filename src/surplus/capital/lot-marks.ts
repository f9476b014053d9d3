import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import type { LotRow } from './capital.rows.js';

/** Everything a mark says: the latest of a lot stands. */
export type Mark = Pick<LotRow, 'id' | 'qualified' | 'mandatory' | 'pledgedTo' | 'requestedOn'> & {
  reason: string;
};
export const insertMark = (tx: Tx, viewer: Viewer, mark: Mark): Promise<unknown> =>
  tx.sql(
    `INSERT INTO capital_lot_mark (cooperative_id, id, account_id, qualified, mandatory, pledged_to, requested_on, reason, recorded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[newId(), mark.id, mark.qualified, mark.mandatory],
      ...[mark.pledgedTo, mark.requestedOn, mark.reason, viewer.membershipId],
    ],
  );
