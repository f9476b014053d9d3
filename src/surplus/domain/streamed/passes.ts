import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { Ratio } from '../../../shared/ratio.js';
import { failuresOf, type LineCountsOfChecks } from '../checks.js';
import { reasonToLeaveOut, timeInPeriod, type Entitled, type Period } from '../eligibility.js';
import type { Check } from '../input/policy-schema.js';
import { foreignCurrency, type SurplusInput } from '../input/read-input.js';
import type { Pool } from '../input/rule-schema.js';
import type { Participant } from '../input/snapshot-schema.js';
import { everybodyNotListed, type PoolLine } from '../pool.js';
import type { SurplusReason } from '../reasons.js';
import { checksOf } from '../compute-surplus.js';
import { quantityOf } from '../weights.js';
import type { StreamedPool } from './streamed-pool.js';
import type { Steps, Visit } from './visits.js';

/** Participants in batches, in one order, as often as they are asked for; each key once. */
export interface ParticipantSource {
  pass(): AsyncIterable<readonly Participant[]>;
}
/** What one participant comes to in one pool: a line, or the rule that leaves them out. */
export type StreamedLine =
  | { readonly pool: string; readonly key: string; readonly line: PoolLine }
  | { readonly pool: string; readonly key: string; readonly leftOut: string };
export type LineSink = (lines: readonly StreamedLine[]) => Promise<void>;
/** Told before every pass: its number, and what it is for. */
export type TellPass = (pass: number, purpose: 'weighing' | 'sharing' | 'lines') => Promise<void>;

/** The passes over the participants of one sharing: every pool takes its next step in the same pass. */
export class Passes {
  private number = 0;
  private notListed: Entitled | null | Refusal<SurplusReason> | undefined;
  readonly seed: string;

  constructor(
    private readonly full: SurplusInput,
    private readonly source: ParticipantSource,
    private readonly tell: TellPass,
  ) {
    this.seed = full.snapshot.seed ?? '';
  }

  /** Those who are not listed as one participant, when the totals of a basis say that there are some. */
  others(): Entitled | null | Refusal<SurplusReason> {
    return this.notListed ?? null;
  }

  /** Takes the steps of each pool to their end; an answer for each pool by its id. */
  async run<T>(
    pools: readonly Pool[],
    start: (pool: Pool) => Steps<T>,
    purpose: 'weighing' | 'sharing',
  ): Promise<ReadonlyMap<string, T> | Refusal<SurplusReason>> {
    const answers = new Map<string, T>();
    let open = pools.map((pool) => ({ pool, steps: start(pool), visit: null as Visit | null }));
    for (;;) {
      for (const one of open) {
        const step = one.steps.next();
        one.visit = step.done ? null : step.value;
        if (step.done) answers.set(one.pool.id, step.value);
      }
      open = open.filter(({ visit }) => visit !== null);
      if (open.length === 0) return new Map(pools.map(({ id }) => [id, answers.get(id)!]));
      await this.tell((this.number += 1), purpose);
      const refused = await this.pass(open as { pool: Pool; visit: Visit }[]);
      if (refused) return refused;
    }
  }

  private async pass(open: readonly { pool: Pool; visit: Visit }[]): Promise<Refusal<SurplusReason> | null> {
    const { period, basisTotals } = this.full.snapshot;
    const listed =
      this.notListed === undefined && basisTotals ? new ListedTotals([...basisTotals.keys()]) : null;
    for await (const batch of this.source.pass())
      for (const participant of batch) {
        const foreign =
          this.notListed === undefined ? foreignCurrency(participant, this.full.snapshot) : null;
        if (foreign) return foreign;
        listed?.add(participant);
        const one = new Present(participant, period);
        for (const { pool, visit } of open)
          if (reasonToLeaveOut(participant, pool.eligibility ?? {}, period) === null) visit(one);
      }
    this.notListed ??= basisTotals && listed ? everybodyNotListed(basisTotals, listed.totals) : null;
    const others = this.notListed;
    if (others && !isRefusal(others)) for (const { visit } of open) visit(others);
    return null;
  }

  /** The last pass: every line to the sink, those who are left out with the rule; counts what the checks ask for. */
  async lines(pools: ReadonlyMap<string, StreamedPool>, sink: LineSink): Promise<LineCountsOfChecks> {
    await this.tell((this.number += 1), 'lines');
    const counts = new Map<Check, number>(checksOf(this.full).map((check) => [check, 0]));
    const count = (participant: Participant | null, lines: readonly PoolLine[]): void => {
      for (const [check, failed] of counts)
        counts.set(check, failed + failuresOf(check, { participant, lines }));
    };
    for await (const batch of this.source.pass()) {
      const made: StreamedLine[] = [];
      for (const participant of batch) {
        const lines = this.linesOf(participant, pools);
        count(
          participant,
          lines.flatMap((one) => ('line' in one ? [one.line] : [])),
        );
        for (const line of lines) made.push(line);
      }
      await sink(made);
    }
    const others = this.others();
    if (!others || isRefusal(others)) return counts;
    const last = [...pools].flatMap(([pool, shared]) => {
      const line = shared.lineOf(others);
      return line ? [{ pool, key: line.key, line }] : [];
    });
    count(
      null,
      last.map(({ line }) => line),
    );
    await sink(last);
    return counts;
  }

  private linesOf(participant: Participant, pools: ReadonlyMap<string, StreamedPool>): StreamedLine[] {
    const { period } = this.full.snapshot;
    const made: StreamedLine[] = [];
    const { key } = participant;
    for (const [pool, shared] of pools) {
      const leftOut = reasonToLeaveOut(participant, shared.pool.eligibility ?? {}, period);
      if (leftOut !== null) {
        shared.leaveOut();
        made.push({ pool, key, leftOut });
        continue;
      }
      const line = shared.lineOf(new Present(participant, period));
      if (line) made.push({ pool, key, line });
    }
    return made;
  }
}

/** Somebody entitled, whose time in the period is found when a rule asks for it. */
class Present implements Entitled {
  constructor(
    readonly participant: Participant,
    private readonly period: Period | undefined,
  ) {}

  get timeFraction(): Ratio {
    return timeInPeriod(this.participant, this.period);
  }
}

/** What those listed have together, of the bases whose totals are given. */
class ListedTotals {
  readonly totals: Map<string, Ratio>;
  constructor(private readonly bases: readonly string[]) {
    this.totals = new Map(bases.map((basis) => [basis, Ratio.zero]));
  }

  add(participant: Participant): void {
    for (const basis of this.bases)
      this.totals.set(basis, this.totals.get(basis)!.plus(quantityOf(participant, basis)));
  }
}
