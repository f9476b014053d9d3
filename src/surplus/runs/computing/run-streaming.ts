import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { computeStreamed } from '../../domain/streamed/compute-streamed.js';
import type { LineSink } from '../../domain/streamed/passes.js';
import type { StreamedLine } from '../../domain/streamed/streamed-line.js';
import { enteredIn, namesIn } from '../../domain/run/entered-figures.js';
import { lineText, runHashNow } from '../../domain/run/run-hash.js';
import {
  lineLeftOut,
  lineOfInterest,
  lineOfLoss,
  lineOfPool,
  type RunLine,
} from '../../domain/run/run-lines.js';
import { hashesOf, layOut, partForRuns } from '../../domain/run/run-outcome.js';
import { mayBeRecomputed } from '../../domain/run/run-lifecycle.js';
import { freezeHeader, strangersAmongFacts, type JsonObject } from '../../domain/run/run-snapshot.js';
import { yearOf } from '../../surplus.rows.js';
import { recordComputed, type Progress, type RunComputed } from './run-computing.js';
import { FrozenParticipants } from './frozen-participants.js';
import { RunFreezing, type RunTermsFrozen } from './run-freezing.js';
import { storedLinesHash, storedParticipantsHashes } from '../run-hashing.js';
import { clearStage, publishStage, RunStage } from './run-stage.js';
import { keepOutcome, setAsideComputation } from '../run.store.js';
import { lockRun, type RunRow } from '../run.rows.js';

/** What computing usually takes; the progress shown is of so many passes, or of more when there are more. */
const usualPasses = 8;

/**
 * Freezes, computes and writes a run of very many participants, none of whom is held longer than a batch: the same
 * rows and hashes as `RunComputing` writes. What is done is kept on a stage, batch by batch in transactions of its own,
 * and an attempt that comes after one that died goes on there; the run itself gets all of it at the end, in the caller's
 * transaction, and is held from then on and not before. Edited meanwhile it is computed again.
 */
@Injectable()
export class RunStreaming {
  constructor(
    @Inject(RunFreezing) private readonly freezing: RunFreezing,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  async compute(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    progress: Progress,
  ): Promise<StreamComputed | 'again' | Refusal> {
    const terms = await this.freezing.terms(tx, run);
    if (isRefusal(terms)) return terms;
    const header = freezeHeader(terms.facts);
    const stage = await RunStage.open(this.work, viewer, run.id, basisOf(run, header, terms));
    const frozen = stage.phase === 'freezing' ? await this.freeze(tx, run, terms, stage, progress) : null;
    const answer = frozen ?? (await this.share(tx, viewer, run, { terms, header, stage, progress }));
    if (isRefusal(answer)) await this.work.inTransaction(viewer, (other) => clearStage(other, run.id));
    return answer;
  }

  /** Keeps the frozen participants, a batch at a time; refuses facts of who takes no part. */
  private async freeze(
    tx: Tx,
    run: RunRow,
    terms: RunTermsFrozen,
    stage: RunStage,
    progress: Progress,
  ): Promise<Refusal | null> {
    await progress('freezing', stage.done, stage.done);
    let told = stage.done;
    for await (const { last, participants } of this.freezing.inBatches(tx, terms, stage.after)) {
      await stage.freeze(participants, last);
      if (stage.done - told < 50_000) continue;
      told = stage.done;
      await progress('freezing', told, told);
    }
    await stage.frozen();
    const strays = await tx.sql<{ key: string }>(
      `SELECT k.key FROM unnest($2::text[]) AS k(key) WHERE NOT EXISTS (SELECT FROM run_stage_participant p
         WHERE p.cooperative_id = current_cooperative_id() AND p.run_id = $1 AND p.key COLLATE "C" = k.key)`,
      [run.id, Object.keys(terms.entered.participants)],
    );
    return strangersAmongFacts(strays.map(({ key }) => key));
  }

  private async share(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    { terms, header, stage, progress }: Sharing,
  ): Promise<StreamComputed | 'again' | Refusal> {
    // What is kept has grown since plans were made for it, and nobody measures it: it is read in the order of its index.
    await tx.sql(
      `SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_sort', 'off', true)`,
    );
    const withCapital = terms.policy.full.waterfall?.capitalInterest !== undefined;
    const participants = new FrozenParticipants(tx, run.id, header, withCapital, stage.total);
    const passes = new PassProgress(progress, stage);
    participants.onBatch = (seen) => passes.seen(seen);
    const lines = new WrittenLines(stage, participants);
    const computed = await computeStreamed(
      { policy: partForRuns(terms.policy.text as JsonObject), snapshot: header },
      participants,
      lines.write,
      (pass, purpose) => passes.begin(pass, purpose === 'lines'),
      stage,
    );
    if (isRefusal(computed)) return computed;
    if ('needs' in computed) throw new Error(`a run has no ${computed.needs}`);
    await stage.settled();
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
    const laidOut = layOut(computed, runTerms, enteredIn(header, namesIn(terms.entered)));
    if (isRefusal(laidOut)) return laidOut;
    // From here on rows are written: what checks each of them against another table is planned once, and not for each.
    await tx.sql(`SELECT set_config('plan_cache_mode', 'auto', true), set_config('enable_sort', 'on', true)`);
    const held = (await lockRun(tx, run.id))!;
    const possible = mayBeRecomputed(held);
    if (possible !== true) return possible;
    if (termsOf(held) !== termsOf(run) || (await this.freezing.upheldSince(tx, terms))) return 'again';
    await setAsideComputation(tx, held);
    await publishStage(tx, run.id, (thirds) =>
      progress('publishing', Math.floor((stage.total * thirds) / 3), stage.total),
    );
    const hashes = {
      ...(participants.hashed ?? (await storedParticipantsHashes(tx, run.id, header))),
      linesHash: lines.hashed() ?? (await storedLinesHash(tx, run.id, runHashNow)),
    };
    const outcome = { ...laidOut, ...hashesOf(laidOut, runTerms, hashes) };
    await keepOutcome(tx, viewer, held, header, outcome);
    await recordComputed(tx, viewer, held, outcome);
    await clearStage(tx, run.id);
    return { runId: run.id, runHash: outcome.runHash, before: held };
  }
}

export interface StreamComputed extends RunComputed {
  /** The run as it stood when it got what was computed. */
  readonly before: RunRow;
}

/** What a treasurer may edit of a run that changes what is computed. */
const termsOf = ({ computation, policyHash, figures }: RunRow): string =>
  canonicalJson([computation, policyHash, figures]);

interface Sharing {
  readonly terms: RunTermsFrozen;
  readonly header: JsonObject;
  readonly stage: RunStage;
  readonly progress: Progress;
}

/** How what is kept of a pass is written; what was written otherwise is no beginning. */
const keptAs = 2;

/** Everything that is computed but what single participants have: of anything else, what is kept is no beginning. */
const basisOf = (run: RunRow, header: JsonObject, { entered, disputes }: RunTermsFrozen): string =>
  sha256(
    canonicalJson(
      JSON.parse(
        JSON.stringify(
          [keptAs, run.policyHash, run.computation, header, entered, disputes],
          (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
        ),
      ) as Json,
    ),
  );

/** Lines kept as they come. Of a single pool, and without a break, they come in the order in which they are hashed. */
class WrittenLines {
  private readonly inOrder = createHash('sha256');
  private isWhole: boolean;
  private pool: string | null = null;

  constructor(
    private readonly stage: RunStage,
    private readonly participants: FrozenParticipants,
  ) {
    this.isWhole = stage.phase !== 'writing';
  }

  write: LineSink = async (batch, { after, seen }) => {
    const partyOf = this.participants.partiesNow();
    const lines = batch.map(lineOf).filter(({ key }) => partyOf(key) !== undefined);
    for (const line of lines) {
      this.pool ??= line.pool;
      this.isWhole &&= line.pool === this.pool;
      if (this.isWhole) this.inOrder.update(`${lineText(line, runHashNow)}\n`);
    }
    const kept = JSON.stringify(seen());
    await this.stage.lines(lines, partyOf, after, kept);
  };

  hashed(): string | null {
    return this.isWhole ? this.inOrder.digest('hex') : null;
  }
}

/** A line as it is written. */
export function lineOf(one: StreamedLine): RunLine {
  if ('interest' in one) return lineOfInterest(one.interest, one.whole, one.rate);
  if ('loss' in one) return lineOfLoss(one.step, one.whole, one.loss);
  if ('leftOut' in one) return lineLeftOut(one.pool, one.key, one.leftOut);
  return lineOfPool(one.pool, one.line, one.least);
}

/** How far a computation has come: passes over everybody, of which nobody knows beforehand how many there are. */
class PassProgress {
  private pass = 0;
  private isWriting = false;
  private told = 0;
  private next = 0;

  constructor(
    private readonly progress: Progress,
    private readonly stage: RunStage,
  ) {}

  async begin(pass: number, isWriting: boolean): Promise<void> {
    this.isWriting = isWriting;
    this.stage.begin(pass);
    this.pass = pass;
    this.next = 0;
    await this.seen(0);
  }

  async seen(participants: number): Promise<void> {
    const { total } = this.stage;
    const behind = this.stage.seen(participants);
    if (behind < this.next) return;
    this.next = behind + 20_000;
    if (this.isWriting) return this.progress('writing', behind, total);
    const done = Math.floor((total * (this.pass - 1) + behind) / Math.max(usualPasses, this.pass));
    this.told = Math.max(this.told, done);
    await this.progress('computing', this.told, total);
  }
}
