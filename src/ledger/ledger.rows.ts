/** Rows of the books as queries answer them. */
export interface AccountRow {
  readonly id: string;
  readonly path: string;
  readonly currency: string;
  readonly partyId: string | null;
  readonly year: number | null;
  readonly divisible: boolean;
  readonly openedAt: Date;
}
export const accountColumns = `a.id, a.path, a.currency, a.party_id AS "partyId", a.year, a.divisible, a.opened_at AS "openedAt"`;

export interface EntryRow {
  readonly id: string;
  readonly kind: string;
  readonly narration: string;
  readonly effectiveOn: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly reverses: string | null;
  readonly recordedAt: Date;
}
export const entryColumns = `e.id, e.kind, e.narration, e.effective_on AS "effectiveOn", e.source_type AS "sourceType",
  e.source_id AS "sourceId", e.reverses, e.recorded_at AS "recordedAt"`;

export interface LineRow {
  readonly entryId: string;
  readonly seq: number;
  readonly accountId: string;
  readonly path: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly partyId: string | null;
  readonly periodId: string | null;
  readonly fund: string | null;
  readonly restriction: string | null;
  readonly site: string | null;
  readonly project: string | null;
}
export const lineColumns = `l.entry_id AS "entryId", l.seq, l.account_id AS "accountId", a.path, l.currency,
  l.amount_minor AS "amountMinor", l.party_id AS "partyId", l.period_id AS "periodId", l.fund, l.restriction, l.site, l.project`;

/** Two times: what is effective by a day, as far as it was recorded by an instant. Absent means everything. */
export interface AsOf {
  readonly effectiveOn?: string | null;
  readonly knownAt?: Date | null;
}
