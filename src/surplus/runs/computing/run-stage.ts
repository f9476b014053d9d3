import type { Json } from '../../../shared/canonical-json.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Tx } from '../../../platform/database/transaction.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import type { FrozenParticipant } from '../../domain/run/run-snapshot.js';
import type { Checkpoints, KeptPass } from '../../domain/streamed/checkpoints.js';
import type { RunLine } from '../../domain/run/run-lines.js';
import { insertLines, insertParticipants, type PartyOf } from '../run.store.js';

type Phase = 'freezing' | 'computing' | 'writing';
interface StageRow {
  readonly phase: Phase;
  readonly pass: number;
  readonly after: string | null;
  readonly done: bigint;
  readonly total: bigint;
  readonly seen: string | null;
}
/** A pass is written down after so many batches, or after more where what it gathered is long to write. */
const batchesBetween = 10;
const charactersPerBatch = 50_000;

/**
 * What a computation has done so far, kept batch by batch in transactions of its own. Nobody but the process that holds
 * the run's computation touches it; another one goes on with it when that process has died.
 */
export class RunStage implements Checkpoints {
  private batches = 0;
  private writtenNext = batchesBetween;
  private before = 0;
  private behindNow = 0;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly work: UnitOfWork,
    private readonly viewer: Viewer,
    private readonly runId: string,
    private row: StageRow,
    private readonly passes: Map<number, Json>,
  ) {}

  /** What is there of the same computation, or an empty stage; `basis` is a hash of everything that is computed. */
  static open(work: UnitOfWork, viewer: Viewer, runId: string, basis: string): Promise<RunStage> {
    return work.inTransaction(viewer, async (tx) => {
      const there = await tx.one<StageRow>(
        `SELECT phase, pass, after, done, total, seen FROM run_stage
         WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND basis = $2`,
        [runId, basis],
      );
      if (!there) {
        await clearStage(tx, runId);
        await tx.sql(
          `INSERT INTO run_stage (cooperative_id, run_id, basis) VALUES (current_cooperative_id(), $1, $2)`,
          [runId, basis],
        );
      }
      const passes = await tx.sql<{ pass: number; seen: string }>(
        `SELECT pass, seen FROM run_stage_pass WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
        [runId],
      );
      const kept = new Map(passes.map(({ pass, seen }) => [pass, JSON.parse(seen) as Json]));
      const fresh = { phase: 'freezing', pass: 0, after: null, done: 0n, total: 0n, seen: null } as const;
      return new RunStage(work, viewer, runId, there ?? fresh, kept);
    });
  }

  get phase(): Phase {
    return this.row.phase;
  }
  /** Of freezing the last party that was looked at. */
  get after(): string | null {
    return this.row.after;
  }
  /** How many participants the pass under way, or freezing, has behind it. */
  get done(): number {
    return Number(this.row.done);
  }
  get total(): number {
    return Number(this.row.total);
  }
  get current(): KeptPass | null {
    const { pass, after, seen } = this.row;
    return pass === 0 || seen === null ? null : { pass, after, seen: JSON.parse(seen) as Json };
  }
  ended(pass: number): Json | undefined {
    return this.passes.get(pass);
  }

  /** Keeps participants that were frozen, with the last party that was looked at for them. */
  freeze(participants: readonly FrozenParticipant[], after: string): Promise<void> {
    const done = this.row.done + BigInt(participants.length);
    this.row = { ...this.row, after, done, total: done };
    return this.behind(async (tx) => {
      await insertParticipants(tx, this.runId, participants, 'run_stage');
      await this.keep(tx, { after, done, total: done });
    });
  }

  async frozen(): Promise<void> {
    await this.settled();
    const next = { phase: 'computing', after: null, done: 0n } as const;
    await this.own((tx) => this.keep(tx, next));
    this.row = { ...this.row, ...next };
  }

  /** A pass begins, or goes on after what an earlier attempt had seen of it. */
  begin(pass: number): void {
    this.before = this.row.pass === pass ? this.done : 0;
    this.behindNow = this.before;
  }
  /** How many of the pass under way are behind it, when so many of them were read by this process. */
  seen(read: number): number {
    this.behindNow = this.before + read;
    return this.behindNow;
  }

  async during(pass: number, after: string, seen: () => Json): Promise<void> {
    this.batches += 1;
    if (this.batches < this.writtenNext) return;
    const kept = { pass, after, seen: JSON.stringify(seen()), done: BigInt(this.behindNow) };
    const wait = Math.ceil(kept.seen.length / charactersPerBatch);
    this.writtenNext = this.batches + Math.max(batchesBetween, wait);
    await this.own((tx) => this.keep(tx, kept));
  }

  async end(pass: number, seen: () => Json): Promise<void> {
    const text = JSON.stringify(seen());
    this.passes.set(pass, null);
    await this.own(async (tx) => {
      await tx.sql(
        `INSERT INTO run_stage_pass (cooperative_id, run_id, pass, seen) VALUES (current_cooperative_id(), $1, $2, $3)`,
        [this.runId, pass, text],
      );
      await this.keep(tx, { pass: 0, after: null, seen: null, done: 0n });
    });
  }

  /** Keeps lines with how far the last pass has come, while the next ones are made. */
  lines(lines: readonly RunLine[], partyOf: PartyOf, after: string | null, seen: string): Promise<void> {
    const upTo = {
      phase: 'writing',
      pass: this.passes.size + 1,
      seen,
      done: BigInt(this.behindNow),
    } as const;
    return this.behind(async (tx) => {
      await insertLines(tx, this.runId, lines, partyOf, 'run_stage');
      await this.keep(tx, after === null ? upTo : { ...upTo, after });
    });
  }

  /** Waits until everything is kept. */
  settled(): Promise<void> {
    return this.writing;
  }

  /** One transaction is written while the next one is made ready, and no more. */
  private async behind(write: (tx: Tx) => Promise<void>): Promise<void> {
    await this.writing;
    this.writing = this.own(write);
    this.writing.catch(() => undefined);
  }

  private own(write: (tx: Tx) => Promise<void>): Promise<void> {
    return this.work.inTransaction(this.viewer, write);
  }

  private async keep(tx: Tx, change: Partial<StageRow>): Promise<void> {
    const { phase = null, pass = null, done = null, total = null } = change;
    await tx.sql(
      `UPDATE run_stage SET phase = coalesce($2, phase), pass = coalesce($3, pass), done = coalesce($4, done),
         total = coalesce($5, total), after = CASE WHEN $6 THEN $7 ELSE after END, seen = CASE WHEN $8 THEN $9 ELSE seen END
       WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
      [
        ...[this.runId, phase, pass, done?.toString() ?? null, total?.toString() ?? null],
        ...['after' in change, change.after ?? null, 'seen' in change, change.seen ?? null],
      ],
    );
  }
}

/** Puts the whole stage in the place of what an earlier computation left, in the caller's transaction; told after each third. */
export async function publishStage(
  tx: Tx,
  runId: string,
  told: (thirds: number) => Promise<void>,
): Promise<void> {
  await told(0);
  await tx.sql(
    `INSERT INTO run_participant (cooperative_id, run_id, party_id, key, class, kind, facts, capital)
     SELECT cooperative_id, run_id, party_id, key, class, kind, facts, capital FROM run_stage_participant
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
  await tx.sql('SELECT measure_run_tables()');
  await told(1);
  await tx.sql(
    `INSERT INTO run_line (cooperative_id, run_id, pool, party_id, ${lineColumns})
     SELECT cooperative_id, run_id, pool, party_id, ${lineColumns} FROM run_stage_line
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
  await tx.sql('SELECT measure_run_tables()');
  await told(2);
  await tx.sql(
    `INSERT INTO run_line_form (cooperative_id, run_id, pool, party_id, seq, form, kind, year, amount_minor, least_minor)
     SELECT cooperative_id, run_id, pool, party_id, seq, form, kind, year, amount_minor, least_minor FROM run_stage_line_form
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
}
const lineColumns = `part, key, share, weight, floor_minor, remainder, remainder_of, rounded_up, lot_decided, limit_kind,
  left_out, amount_minor, least_minor, inputs`;

/** Nothing of a computation is left on the stage. */
export const clearStage = (tx: Tx, runId: string): Promise<unknown> =>
  tx.sql('SELECT clear_run_stage($1)', [runId]);
