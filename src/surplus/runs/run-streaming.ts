import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Json } from '../../shared/canonical-json.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { participantSchema, type Participant } from '../domain/input/snapshot-schema.js';
import { computeStreamed, needsEverybody, type NotStreamable } from '../domain/streamed/compute-streamed.js';
import type { ParticipantSource, StreamedLine } from '../domain/streamed/passes.js';
import { enteredIn, namesIn } from '../domain/run/entered-figures.js';
import { lineText, PartiesHash, runHashNow, StreamedSnapshotHash } from '../domain/run/run-hash.js';
import { lineLeftOut, lineOfPool, type RunLine } from '../domain/run/run-lines.js';
import { hashesOf, layOut, partForRuns } from '../domain/run/run-outcome.js';
import { freezeHeader, strangersAmongFacts, type JsonObject } from '../domain/run/run-snapshot.js';
import { yearOf } from '../surplus.rows.js';
import { recordComputed, type Progress, type RunComputed } from './run-computing.js';
import { RunFreezing, type RunTermsFrozen } from './run-freezing.js';
import { insertLines, insertParticipants, keepOutcome, setAsideComputation } from './run.store.js';
import type { RunRow } from './run.rows.js';

/** Participants read back together; small enough that whoever else is served waits for a few hundredths of a second. */
const participantsPerBatch = 1_000;
/** What computing usually takes; the progress shown is of so many passes, or of more when there are more. */
const usualPasses = 8;

/**
 * Rows are written by plans, and foreign keys checked by plans, that follow what is known of the tables. In one long
 * transaction nobody else finds out how they grow: one made while a table was small reads all of the run for each row.
 */
class TableGrowth {
  private written = 0;
  private next = 1;
  constructor(private readonly tx: Tx) {}

  async grownBy(rows: number): Promise<void> {
    this.written += rows;
    if (this.written < this.next) return;
    this.next = this.written * 10;
    await this.tx.sql('SELECT measure_run_tables()');
  }
}

/**
 * Freezes, computes and writes a run of very many participants, none of whom is held longer than a batch: the same
 * rows and hashes as `RunComputing` writes, in the caller's transaction. Rules that look at everybody at once are left
 * to it, by name; what was written until then is the caller's to take back.
 */
@Injectable()
export class RunStreaming {
  constructor(@Inject(RunFreezing) private readonly freezing: RunFreezing) {}

  async compute(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    progress: Progress,
  ): Promise<RunComputed | NotStreamable | Refusal> {
    const terms = await this.freezing.terms(tx, run);
    if (isRefusal(terms)) return terms;
    const header = freezeHeader(terms.facts);
    const input = { policy: partForRuns(terms.policy.text as JsonObject), snapshot: header };
    const needs = needsEverybody(input);
    if (needs !== null) return { needs };
    const total = await this.freeze(tx, run, terms, progress);
    if (isRefusal(total)) return total;
    const participants = new FrozenParticipants(tx, run.id, header);
    const passes = new PassProgress(progress, total);
    participants.onBatch = (seen) => passes.seen(seen);
    const lines = new WrittenLines(tx, run.id, terms.policy.full.waterfall?.pools?.length ?? 0);
    const computed = await computeStreamed(
      input,
      participants,
      (batch) => lines.write(batch),
      (_, purpose) => passes.begin(purpose === 'lines'),
    );
    if (isRefusal(computed) || 'needs' in computed) return computed;
    const runTerms = {
      periodId: run.periodId,
      year: yearOf(terms.period),
      policy: terms.policy,
      recordedResultMinor: terms.period.resultMinor,
      ...{
        currency: run.currency,
        corrects: run.corrects,
        hashVersion: runHashNow,
        isScenario: run.mode === 'scenario',
      },
    };
    const entered = enteredIn(header, namesIn(terms.entered));
    const laidOut = layOut(computed, runTerms, entered);
    if (isRefusal(laidOut)) return laidOut;
    const hashes = hashesOf(laidOut, runTerms, {
      ...(await participants.hashes()),
      linesHash: await lines.hash(),
    });
    const outcome = { ...laidOut, ...hashes };
    await keepOutcome(tx, viewer, run, header, outcome);
    await recordComputed(tx, viewer, run, outcome);
    return { runId: run.id, runHash: outcome.runHash };
  }

  /** Writes the frozen participants, a batch at a time, and answers how many there are. */
  private async freeze(
    tx: Tx,
    run: RunRow,
    terms: RunTermsFrozen,
    progress: Progress,
  ): Promise<number | Refusal> {
    await progress('freezing', 0, 0);
    await setAsideComputation(tx, run);
    let total = 0;
    const growth = new TableGrowth(tx);
    for await (const batch of this.freezing.inBatches(tx, terms)) {
      await insertParticipants(tx, run.id, batch);
      await growth.grownBy(batch.length);
      total += batch.length;
      if (total % 50_000 < batch.length) await progress('freezing', total, total);
    }
    const strays = await tx.sql<{ key: string }>(
      `SELECT k.key FROM unnest($2::text[]) AS k(key) WHERE NOT EXISTS (SELECT FROM run_participant p
         WHERE p.cooperative_id = current_cooperative_id() AND p.run_id = $1 AND p.key = k.key)`,
      [run.id, Object.keys(terms.entered.participants)],
    );
    return strangersAmongFacts(strays.map(({ key }) => key)) ?? total;
  }
}

/** The frozen participants as they stand in the table, by key; hashed on the way when they are first read. */
class FrozenParticipants implements ParticipantSource {
  private hashed: { readonly snapshotHash: string; readonly partiesHash: string } | null = null;
  onBatch: (seen: number) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly tx: Tx,
    private readonly runId: string,
    private readonly header: JsonObject,
  ) {}

  async *pass(): AsyncGenerator<readonly Participant[]> {
    const hash =
      this.hashed === null
        ? { snapshot: new StreamedSnapshotHash(this.header), parties: new PartiesHash() }
        : null;
    let seen = 0;
    for (let after = ''; ;) {
      const rows = await this.tx.sql<{ key: string; partyId: string; facts: Json }>(
        `SELECT key, party_id AS "partyId", facts FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1
           AND key COLLATE "C" > $2 ORDER BY key COLLATE "C" LIMIT $3`,
        [this.runId, after, participantsPerBatch],
      );
      if (rows.length === 0) break;
      for (const row of hash ? rows : []) {
        hash!.snapshot.add(row.facts);
        hash!.parties.add(row);
      }
      yield rows.map(({ facts }) => participantSchema(facts, 'participants', []));
      await this.onBatch((seen += rows.length));
      after = rows.at(-1)!.key;
    }
    if (hash) this.hashed = { snapshotHash: hash.snapshot.digest(), partiesHash: hash.parties.digest() };
  }

  /** Known after a whole pass; a run without pools needs none, and is read once for its hash. */
  async hashes(): Promise<{ readonly snapshotHash: string; readonly partiesHash: string }> {
    if (this.hashed === null) for await (const _ of this.pass());
    return this.hashed!;
  }
}

/** Lines written as they come. Of a single pool they come in the order in which they are hashed. */
class WrittenLines {
  private readonly inOrder = createHash('sha256');
  private readonly growth: TableGrowth;

  constructor(
    private readonly tx: Tx,
    private readonly runId: string,
    private readonly pools: number,
  ) {
    this.growth = new TableGrowth(tx);
  }

  async write(batch: readonly StreamedLine[]): Promise<void> {
    const lines = batch.map((one): RunLine =>
      'line' in one ? lineOfPool(one.pool, one.line) : lineLeftOut(one.pool, one.key, one.leftOut),
    );
    await insertLines(this.tx, this.runId, lines);
    await this.growth.grownBy(lines.length);
    if (this.pools === 1) for (const line of lines) this.inOrder.update(`${lineText(line, runHashNow)}\n`);
  }

  async hash(): Promise<string> {
    if (this.pools <= 1) return this.inOrder.digest('hex');
    const row = await this.tx.one<{ hash: string }>(
      `SELECT run_lines_hash_2(current_cooperative_id(), $1) AS hash`,
      [this.runId],
    );
    return row!.hash;
  }
}

/** How far a computation has come: passes over everybody, of which nobody knows beforehand how many there are. */
class PassProgress {
  private pass = 0;
  private isWriting = false;
  private told = 0;

  constructor(
    private readonly progress: Progress,
    private readonly total: number,
  ) {}

  async begin(isWriting: boolean): Promise<void> {
    this.pass += 1;
    this.isWriting = isWriting;
    await this.seen(0);
  }

  async seen(participants: number): Promise<void> {
    const isTime = participants === 0 || participants % 20_000 < participantsPerBatch;
    if (!isTime) return;
    if (this.isWriting) return this.progress('writing', participants, this.total);
    const seen = this.total * (this.pass - 1) + participants;
    const done = Math.floor(seen / Math.max(usualPasses, this.pass));
    this.told = Math.max(this.told, done);
    await this.progress('computing', this.told, this.total);
  }
}
