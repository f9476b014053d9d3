import type { Tx } from '../platform/database/transaction.js';

export interface PeriodRow {
  readonly id: string;
  readonly name: string;
  readonly businessLine: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** Whether its last day is past, where the cooperative is. */
  readonly isOver: boolean;
  readonly state: 'open' | 'closed';
  readonly seed: string | null;
  readonly closedAt: Date | null;
  readonly resultMinor: bigint | null;
}
export const periodColumns = `p.id, p.name, p.business_line AS "businessLine", p.starts_on AS "startsOn", p.ends_on AS "endsOn",
  p.ends_on < today_in(p.cooperative_id) AS "isOver", p.state, p.seed, p.closed_at AS "closedAt", p.result_minor AS "resultMinor"`;

/** The year that accounts of a period are named by: the one in which it ends. */
export const yearOf = (period: { readonly endsOn: string }): number => Number(period.endsOn.slice(0, 4));
export const surplusAccount = (year: number): string => `equity:surplus-to-appropriate:${year}`;
export const resultAccount = (year: number): string => `equity:result:${year}`;

export const findPeriod = (tx: Tx, id: string): Promise<PeriodRow | null> =>
  tx.one<PeriodRow>(
    `SELECT ${periodColumns} FROM period p WHERE p.cooperative_id = current_cooperative_id() AND p.id = $1`,
    [id],
  );
/** As `findPeriod`, and nobody else changes, closes or distributes the period until this transaction ends. */
export const lockPeriod = (tx: Tx, id: string): Promise<PeriodRow | null> =>
  tx.one<PeriodRow>(
    `SELECT ${periodColumns} FROM period p WHERE p.cooperative_id = current_cooperative_id() AND p.id = $1 FOR UPDATE`,
    [id],
  );

export interface PatronageRow {
  readonly id: string;
  readonly periodId: string;
  readonly partyId: string;
  readonly basis: string;
  readonly quantityMillionths: bigint;
  readonly sourceRef: string;
  readonly corrects: string | null;
  readonly recordedAt: Date;
}
export const patronageColumns = `r.id, r.period_id AS "periodId", r.party_id AS "partyId", r.basis,
  r.quantity_millionths AS "quantityMillionths", r.source_ref AS "sourceRef", r.corrects, r.recorded_at AS "recordedAt"`;
