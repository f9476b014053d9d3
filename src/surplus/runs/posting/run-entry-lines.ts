import type { LinesOfEntry } from '../../../ledger/ledger-large-entry.js';
import type { Tx } from '../../../platform/database/transaction.js';
import type { FormTotal, OwnAccounts } from '../../domain/run/run-entry-outline.js';

/** Participants whose lines are booked by one statement: enough to be quick, few enough that what it holds stays small. */
const participantsPerPart = 5_000;

/** What is booked in each form, of every pool and year: the least while disputes are open. */
export async function formTotals(tx: Tx, runId: string): Promise<readonly FormTotal[]> {
  const rows = await tx.sql<Omit<FormTotal, 'amountMinor'> & { amount: string }>(
    `SELECT t.pool, l.part, t.form, t.kind, t.year, t.amount::text AS amount
     FROM (SELECT pool, form, kind, year, min(seq) AS seq, sum(least_minor) AS amount FROM run_line_form
           WHERE cooperative_id = current_cooperative_id() AND run_id = $1 GROUP BY pool, form, kind, year) t
     CROSS JOIN LATERAL (SELECT part FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1
       AND pool = t.pool LIMIT 1) l
     WHERE t.amount > 0 ORDER BY l.part, t.seq, t.pool, t.form, t.kind, t.year`,
    [runId],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }));
}

/** Everybody's own lines, of the run or of what a release gives free of it, part by part, by account key; `told` how many participants are in the parts before. */
export async function* ownLines(
  tx: Tx,
  runId: string,
  own: readonly OwnAccounts[],
  told: (done: number, total: number) => Promise<void>,
  releaseId: string | null = null,
): AsyncGenerator<LinesOfEntry> {
  const { total } = (await tx.one<{ total: number }>(
    `SELECT count(*)::int AS total FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  ))!;
  const columns = [
    [...new Set(own.map(({ pool }) => pool))],
    ...(
      ['pool', 'form', 'formYear', 'prefix', 'year', 'sign', 'restPrefix', 'formKind', 'suffix'] as const
    ).map((field) => own.map((one) => one[field])),
  ];
  let done = 0;
  for (let after = ''; own.length > 0;) {
    const part = (await tx.one<{ last: string | null; count: number }>(
      `SELECT max(k.key COLLATE "C") AS last, count(*)::int AS count FROM (SELECT key FROM run_participant
         WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND key COLLATE "C" > $2
         ORDER BY key COLLATE "C" LIMIT $3) k`,
      [runId, after, participantsPerPart],
    ))!;
    if (part.last === null) return;
    await told(done, total);
    const values = [runId, after, part.last, ...columns];
    yield releaseId === null
      ? { text: linesOfPart(formsOfRun), values }
      : { text: linesOfPart(formsOfRelease), values: [...values, releaseId] };
    after = part.last;
    done += part.count;
  }
}

const formsOfRun = `SELECT form, kind, year, least_minor FROM run_line_form WHERE cooperative_id = current_cooperative_id() AND run_id = $1`;
/** The fourteenth value is the release. */
const formsOfRelease = `SELECT form, kind, year, amount_minor AS least_minor FROM dispute_release_form WHERE cooperative_id = current_cooperative_id() AND release_id = $14`;

/**
 * Of the participants whose key is after `$2` and not after `$3`: their forms of the pools `$4`, each put on the account
 * that `own` says (`$5` and the following), one line for each account. What pays up shares or sets off debts does so up to
 * what the books say is owed on that account now; the rest goes where `restPrefix` says. Forms are looked up participant by participant, so that no
 * plan reads the whole run for each part.
 */
const linesOfPart = (forms: string): string => `
  SELECT row_number() OVER (ORDER BY w.key COLLATE "C", w.place) AS position, w.path, w.party_id, w.year, w.amount_minor
  FROM (
    SELECT g.key, g.party_id, v.prefix || g.key || v.suffix AS path, v.year, min(g.place) AS place, sum(g.sign * v.amount)::bigint AS amount_minor
    FROM (
      SELECT p.key, p.party_id, m.prefix, m.suffix, m.rest_prefix, m.year, m.sign, min(m.place) AS place, sum(f.least_minor) AS amount
      FROM (SELECT key, party_id FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1
              AND key COLLATE "C" > $2 AND key COLLATE "C" <= $3) p
      CROSS JOIN unnest($4::text[]) AS o(pool)
      CROSS JOIN LATERAL (${forms} AND pool = o.pool AND party_id = p.party_id OFFSET 0) f
      JOIN unnest($5::text[], $6::text[], $7::int[], $8::text[], $9::int[], $10::int[], $11::text[], $12::text[], $13::text[]) WITH ORDINALITY
        AS m(pool, form, form_year, prefix, year, sign, rest_prefix, form_kind, suffix, place)
        ON m.pool = o.pool AND m.form = f.form AND m.form_year IS NOT DISTINCT FROM f.year
        AND m.form_kind IS NOT DISTINCT FROM f.kind
      GROUP BY p.key, p.party_id, m.prefix, m.suffix, m.rest_prefix, m.year, m.sign
    ) g
    CROSS JOIN LATERAL (SELECT CASE WHEN g.rest_prefix IS NULL THEN g.amount ELSE least(g.amount, greatest(0, (
      SELECT coalesce(sum(u.amount_minor), 0) FROM ledger_movement u WHERE u.cooperative_id = current_cooperative_id()
        AND u.party_id = g.party_id AND starts_with(u.path, g.prefix)))) END AS amount) k
    CROSS JOIN LATERAL (VALUES (g.prefix, g.suffix, g.year, k.amount), (g.rest_prefix, '', NULL, g.amount - k.amount)) AS v(prefix, suffix, year, amount)
    WHERE v.amount > 0
    GROUP BY g.key, g.party_id, v.prefix, v.suffix, v.year
  ) w WHERE w.amount_minor <> 0`;
