import type { Tx } from '../../platform/database/transaction.js';

export interface RedemptionRow {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly currency: string;
  readonly policyKey: string | null;
  readonly policyVersion: number | null;
  readonly calculation: string;
  readonly hash: string;
  readonly paidMinor: bigint;
  readonly capitalAfterMinor: bigint;
  readonly calledMinor: bigint;
  readonly equityAfterMinor: bigint;
  readonly evidence: string;
  readonly warnings: readonly string[];
  readonly plannedBy: string;
  readonly plannedAt: Date;
  readonly decisionId: string | null;
  readonly postedOn: string | null;
}
export const redemptionColumns = `r.id, r.name, r.method, r.currency, r.policy_key AS "policyKey", r.policy_version AS "policyVersion",
  r.calculation, r.hash, r.paid_minor AS "paidMinor", r.capital_after_minor AS "capitalAfterMinor", r.called_minor AS "calledMinor",
  r.equity_after_minor AS "equityAfterMinor", r.evidence, r.warnings, r.planned_by AS "plannedBy", r.planned_at AS "plannedAt",
  r.decision_id AS "decisionId", r.posted_on AS "postedOn"`;

export const findRedemption = (tx: Tx, id: string, lock = false): Promise<RedemptionRow | null> =>
  tx.one<RedemptionRow>(
    `SELECT ${redemptionColumns} FROM redemption r WHERE r.cooperative_id = current_cooperative_id() AND r.id = $1
     ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );

export interface RedemptionLineRow {
  readonly path: string;
  readonly partyId: string;
  readonly key: string;
  readonly year: number | null;
  readonly qualified: boolean | null;
  readonly balanceMinor: bigint;
  readonly paidMinor: bigint;
  readonly lotDecided: boolean;
}
export const lineColumns = `l.path, l.party_id AS "partyId", l.key, l.year, l.qualified, l.balance_minor AS "balanceMinor",
  l.paid_minor AS "paidMinor", l.lot_decided AS "lotDecided"`;

/** Every line of a plan, in the order of the accounts. */
export const linesOfRedemption = (tx: Tx, id: string): Promise<RedemptionLineRow[]> =>
  tx.sql<RedemptionLineRow>(
    `SELECT ${lineColumns} FROM redemption_line l WHERE l.cooperative_id = current_cooperative_id() AND l.redemption_id = $1
     ORDER BY l.path`,
    [id],
  );
