import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/database/transaction.js';
import { canonicalJson, sha256, type Json } from '../../shared/canonical-json.js';
import { PartiesHash, runHash, StreamedSnapshotHash, type RunHashVersion } from '../domain/run/run-hash.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import type { RunRow } from './run.rows.js';

/** Told how many rows have been read of how many. */
export type ToldOfRows = (done: number, total: number) => Promise<void>;
/** Whoever waits is told each time so many rows have been read. */
const toldEvery = 40_000;

/** Rows hashed together: enough to be quick, few enough that nobody else waits for long. */
const rowsPerBatch = 4_000;

/** Pages of rows by key, the next one read while one is looked at. */
export async function* pagesByKey<Row extends { readonly key: string }>(
  read: (after: string) => Promise<readonly Row[]>,
  after = '',
): AsyncGenerator<readonly Row[]> {
  for (let next = read(after); ;) {
    const rows = await next;
    if (rows.length === 0) return;
    next = read(rows.at(-1)!.key);
    // Whoever stops looking leaves it unread.
    next.catch(() => undefined);
    yield rows;
  }
}

/** What is hashed of the participants of a run: the snapshot, and whose each account key is. */
export interface ParticipantsHashes {
  readonly snapshotHash: string;
  readonly partiesHash: string;
}

/** The hashes of stored participants, the same as the database makes them, by statements that stay short. */
export async function storedParticipantsHashes(
  tx: Tx,
  runId: string,
  header: JsonObject,
  read: RowsRead = () => Promise.resolve(),
): Promise<ParticipantsHashes> {
  const pages = (field: 'facts' | 'capital') =>
    pagesByKey((after) =>
      tx.sql<{ key: string; partyId: string; value: Json }>(
        `SELECT key, party_id AS "partyId", ${field} AS value FROM run_participant
         WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND key COLLATE "C" > $2 AND ${field} IS NOT NULL
         ORDER BY key COLLATE "C" LIMIT $3`,
        [runId, after, rowsPerBatch],
      ),
    );
  const capital = await tx.sql(
    `SELECT FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND capital IS NOT NULL LIMIT 1`,
    [runId],
  );
  const snapshot = new StreamedSnapshotHash(header, capital.length > 0);
  const parties = new PartiesHash();
  if (capital.length > 0)
    for await (const rows of pages('capital')) {
      for (const { value } of rows) snapshot.addCapital(value);
      await read(rows.length);
    }
  snapshot.participantsFollow();
  for await (const rows of pages('facts')) {
    for (const row of rows) {
      snapshot.add(row.value);
      parties.add(row);
    }
    await read(rows.length);
  }
  return { snapshotHash: snapshot.digest(), partiesHash: parties.digest() };
}

/** The hash of stored lines, the same as the database makes it, by statements that stay short. */
export async function storedLinesHash(
  tx: Tx,
  runId: string,
  version: RunHashVersion,
  read: RowsRead = () => Promise.resolve(),
): Promise<string> {
  const hash = createHash('sha256');
  const pools = await tx.sql<{ pool: string }>(
    `SELECT DISTINCT pool COLLATE "C" AS pool FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1
     ORDER BY 1`,
    [runId],
  );
  for (const { pool } of pools)
    for await (const pages of pagesByKey((after) => pageOfLines(tx, runId, version, pool, after)))
      for (const { text, rows } of pages) {
        hash.update(text ?? '');
        await read(rows);
      }
  return hash.digest('hex');
}

/** One row for a page of lines, with all of their text; none after the last. */
const pageOfLines = (
  tx: Tx,
  runId: string,
  version: RunHashVersion,
  pool: string,
  after: string,
): Promise<{ key: string; text: string | null; rows: number }[]> =>
  tx.sql(
    `SELECT max(l.key COLLATE "C") AS key, count(*)::int AS rows, string_agg(concat_ws(E'\\t', l.pool, CASE $5::int WHEN 2 THEN l.part END, l.key, l.amount_minor, l.least_minor, coalesce(f.forms, '')) || E'\\n', ''
       ORDER BY l.key COLLATE "C") FILTER (WHERE $5 = 1 OR own.key = l.key) AS text
     FROM (SELECT pool, part, party_id, key, amount_minor, least_minor FROM run_line WHERE cooperative_id = current_cooperative_id()
             AND run_id = $1 AND pool = $2 AND key COLLATE "C" > $3 ORDER BY key COLLATE "C" LIMIT $4) l
     CROSS JOIN LATERAL (SELECT p.key FROM run_participant p WHERE p.cooperative_id = current_cooperative_id() AND p.run_id = $1
       AND p.party_id = l.party_id LIMIT 1) own
     LEFT JOIN LATERAL (SELECT string_agg(concat_ws(':', form, coalesce(kind, ''), coalesce(year::text, ''), amount_minor, least_minor), ';' ORDER BY seq) AS forms
       FROM run_line_form WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND pool = l.pool AND party_id = l.party_id) f ON true
     HAVING count(*) > 0`,
    [runId, pool, after, rowsPerBatch, version],
  );

/** Whether everything that is stored of a run is what its hash says; a run that was tampered with books nothing. */
export async function isAsHashed(tx: Tx, run: RunRow, told?: ToldOfRows): Promise<boolean> {
  if (run.runHash === null || run.snapshot === null) return false;
  const read = told && (await countingRows(tx, run.id, told));
  const stored = runHash({
    ...{ version: run.hashVersion, periodId: run.periodId, corrects: run.corrects },
    policyHash: sha256(canonicalJson(run.policy)),
    ...(await storedParticipantsHashes(tx, run.id, run.snapshot, read)),
    outcome: run.waterfall,
    linesHash: await storedLinesHash(tx, run.id, run.hashVersion, read),
  });
  return stored === run.runHash;
}

/** Told of rows that have been read, page by page. */
type RowsRead = (rows: number) => Promise<void>;

async function countingRows(tx: Tx, runId: string, told: ToldOfRows): Promise<RowsRead> {
  const { total } = (await tx.one<{ total: number }>(
    `SELECT ((SELECT count(*) + count(capital) FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1)
       + (SELECT count(*) FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1))::int AS total`,
    [runId],
  ))!;
  let [done, next] = [0, 0];
  return async (rows) => {
    done += rows;
    if (done < next) return;
    next = done + toldEvery;
    await told(done, total);
  };
}
