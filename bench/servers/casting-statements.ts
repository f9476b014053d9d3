import { claimStatement, keepStatement } from '../../src/platform/database/idempotency.js';
import { recordStatement } from '../../src/audit/audit-record.js';
import { castStatement } from '../../src/voting/casting.statement.js';

/** What the product asks of the database for one ballot, in its own words. */
export const castingStatements = {
  claim: claimStatement,
  cast: castStatement,
  record: recordStatement,
  keep: keepStatement,
} as const;
