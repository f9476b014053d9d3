import type { Tx } from '../../platform/database/transaction.js';

export interface ExitRow {
  readonly id: string;
  readonly membershipId: string;
  readonly partyId: string;
  readonly key: string;
  readonly reason: string;
  readonly leftOn: string;
  readonly currency: string;
  readonly state: 'draft' | 'settled' | 'withdrawn';
  readonly stopped: boolean;
  readonly policyKey: string | null;
  readonly policyVersion: number | null;
  readonly request: string;
  readonly calculation: string;
  readonly calculationHash: string;
  readonly balanceMinor: bigint;
  readonly lossesMinor: bigint;
  readonly deductionMinor: bigint;
  readonly discountMinor: bigint;
  readonly setOffMinor: bigint;
  readonly payableMinor: bigint;
  readonly owedMinor: bigint;
  readonly interestRate: string;
  readonly interestOn: 'outstanding' | 'instalment';
  readonly warnings: readonly string[];
  readonly draftedBy: string;
  readonly draftedByPerson: string;
  readonly draftedAt: Date;
  readonly approvedBy: string | null;
  readonly settledOn: string | null;
}
export const exitColumns = `s.id, s.membership_id AS "membershipId", s.party_id AS "partyId", s.key, s.reason, s.left_on AS "leftOn",
  s.currency, s.state, s.stopped, s.policy_key AS "policyKey", s.policy_version AS "policyVersion", s.request, s.calculation,
  s.calculation_hash AS "calculationHash", s.balance_minor AS "balanceMinor", s.losses_minor AS "lossesMinor",
  s.deduction_minor AS "deductionMinor", s.discount_minor AS "discountMinor", s.set_off_minor AS "setOffMinor",
  s.payable_minor AS "payableMinor", s.owed_minor AS "owedMinor", s.interest_rate AS "interestRate",
  s.interest_on AS "interestOn", s.warnings, s.drafted_by AS "draftedBy", s.drafted_by_person AS "draftedByPerson",
  s.drafted_at AS "draftedAt", s.approved_by AS "approvedBy", s.settled_on AS "settledOn"`;

export const findExit = (tx: Tx, id: string, lock = false): Promise<ExitRow | null> =>
  tx.one<ExitRow>(
    `SELECT ${exitColumns} FROM exit_settlement s WHERE s.cooperative_id = current_cooperative_id() AND s.id = $1
     ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );

export interface InstalmentRow {
  readonly id: string;
  readonly settlementId: string;
  readonly partyId: string;
  readonly key: string;
  readonly dueOn: string;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly state: 'open' | 'in_batch' | 'paid' | 'replaced';
}
export const instalmentColumns = `i.id, i.settlement_id AS "settlementId", i.party_id AS "partyId", i.key, i.due_on AS "dueOn",
  i.principal_minor AS "principalMinor", i.interest_minor AS "interestMinor",
  CASE WHEN i.replaced THEN 'replaced' WHEN o.state = 'paid' THEN 'paid' WHEN o.state = 'prepared' THEN 'in_batch' ELSE 'open' END AS state`;
export const instalmentTables = `exit_instalment i LEFT JOIN payout o ON o.cooperative_id = i.cooperative_id AND o.instalment_id = i.id
  AND o.state IN ('prepared', 'paid')`;

/** Instalments of a settlement by their days, those replaced last. */
export const instalmentsOfExit = (tx: Tx, settlementIds: readonly string[]): Promise<InstalmentRow[]> =>
  tx.sql<InstalmentRow>(
    `SELECT ${instalmentColumns} FROM ${instalmentTables}
     WHERE i.cooperative_id = current_cooperative_id() AND i.settlement_id = ANY($1::uuid[])
     ORDER BY i.replaced, i.due_on, i.key, i.id`,
    [settlementIds],
  );

export interface NewInstalment {
  readonly id: string;
  readonly partyId: string;
  readonly key: string;
  readonly dueOn: string;
  readonly principal: bigint;
  readonly interest: bigint;
}
export const insertInstalments = (
  tx: Tx,
  settlementId: string,
  instalments: readonly NewInstalment[],
): Promise<unknown> =>
  tx.sql(
    `INSERT INTO exit_instalment (cooperative_id, id, settlement_id, party_id, key, due_on, principal_minor, interest_minor)
     SELECT current_cooperative_id(), r.id, $1, r.party_id, r.key, r.due_on, r.principal, r.interest
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bigint[], $7::bigint[])
       AS r(id, party_id, key, due_on, principal, interest)`,
    [
      settlementId,
      instalments.map(({ id }) => id),
      instalments.map(({ partyId }) => partyId),
      instalments.map(({ key }) => key),
      instalments.map(({ dueOn }) => dueOn),
      instalments.map(({ principal }) => principal.toString()),
      instalments.map(({ interest }) => interest.toString()),
    ],
  );
