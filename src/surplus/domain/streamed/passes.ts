import type { Json } from '../../../shared/canonical-json.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { Ratio } from '../../../shared/ratio.js';
import type { CapitalInterest } from '../capital-interest.js';
import { failuresOf, type LineCountsOfChecks } from '../checks.js';
import { checksOf } from '../compute-surplus.js';
import { reasonToLeaveOut, timeInPeriod, type Entitled, type Period } from '../eligibility.js';
import { foreignCurrency, type SurplusInput } from '../input/read-input.js';
import type { CapitalBalance, Participant } from '../input/snapshot-schema.js';
import { everybodyNotListed, type PoolLine } from '../pool.js';
import type { SurplusReason } from '../reasons.js';
import { quantityOf } from '../weights.js';
import type { Checkpoints } from './checkpoints.js';
import type { StreamedPool } from './streamed-pool.js';
import { restore, written, type Steps, type Visit } from './visits.js';

/** A participant, with their capital where the policy pays interest on it. */
export interface Taking {
  readonly participant: Participant;
  readonly capital?: CapitalBalance | null;
}
/** Participants in batches, in one order, as often as they are asked for, each key once; those after a key, or all. */
export interface ParticipantSource {
  pass(after: string | null): AsyncIterable<readonly Taking[]>;
}
/** What one participant comes to in one pool: a line, or the rule that leaves them out; or their interest. */
export type StreamedLine =
  | { readonly pool: string; readonly key: string; readonly line: PoolLine }
  | { readonly pool: string; readonly key: string; readonly leftOut: string }
  | { readonly interest: CapitalInterest['lines'][number]; readonly whole: Ratio; readonly rate: Ratio };
/** Takes lines, and how far the last pass has come with them: to be kept together, or not at all. */
export type LineSink = (
  lines: readonly StreamedLine[],
  upTo: { readonly after: string | null; readonly seen: () => Json },
) => Promise<void>;
/** Told before every pass: its number, and what it is for. */
export type TellPass = (pass: number, purpose: 'weighing' | 'sharing' | 'lines') => Promise<void>;
/** Who takes steps in a pass, and whom they are shown. */
export interface Stepping<T> {
  readonly id: string;
  readonly sees: (one: Participant) => boolean;
  readonly steps: Steps<T>;
}
type Open = { readonly sees: (one: Participant) => boolean; readonly visit: Visit };

/** The passes over the participants of one sharing: everything that is shared takes its next step in the same pass. */
export class Passes {
  private number = 0;
  private notListed: Entitled | null | Refusal<SurplusReason> | undefined;
  readonly seed: string;

  constructor(
    private readonly full: SurplusInput,
    private readonly source: ParticipantSource,
    private readonly tell: TellPass,
    private readonly checkpoints: Checkpoints,
  ) {
    this.seed = full.snapshot.seed ?? '';
  }

  /** Those who are not listed as one participant, when the totals of a basis say that there are some. */
  others(): Entitled | null | Refusal<SurplusReason> {
    return this.notListed ?? null;
  }

  /** Takes all steps to their end; an answer for each by its id. */
  async run<T>(
    all: readonly Stepping<T>[],
    purpose: 'weighing' | 'sharing',
  ): Promise<ReadonlyMap<string, T> | Refusal<SurplusReason>> {
    const answers = new Map<string, T>();
    let open = all.map((one) => ({ ...one, visit: null as Visit | null }));
    for (;;) {
      for (const one of open) {
        const step = one.steps.next();
        one.visit = step.done ? null : step.value;
        if (step.done) answers.set(one.id, step.value);
      }
      open = open.filter(({ visit }) => visit !== null);
      if (open.length === 0) return new Map(all.map(({ id }) => [id, answers.get(id)!]));
      this.number += 1;
      const refused = await this.pass(open as Open[], purpose);
      if (refused) return refused;
    }
  }

  /** One pass, from its beginning, from where an earlier attempt was, or not at all when that had come to its end. */
  private async pass(
    open: readonly Open[],
    purpose: 'weighing' | 'sharing',
  ): Promise<Refusal<SurplusReason> | null> {
    const { period, basisTotals } = this.full.snapshot;
    const listed =
      this.notListed === undefined && basisTotals ? new ListedTotals([...basisTotals.keys()]) : null;
    const seen = { visits: Object.fromEntries(open.map(({ visit }, at) => [at, visit.seen])), listed };
    const kept = this.checkpoints.ended(this.number);
    if (kept !== undefined) restore(seen, kept);
    else {
      await this.tell(this.number, purpose);
      const after = this.takeUp(seen);
      for await (const batch of this.source.pass(after)) {
        for (const { participant, capital } of batch) {
          const foreign = this.number === 1 ? foreignCurrency(participant, this.full.snapshot) : null;
          if (foreign) return foreign;
          listed?.add(participant);
          const one = new Present(participant, period, capital ?? null);
          for (const { sees, visit } of open) if (sees(participant)) visit(one);
        }
        await this.checkpoints.during(this.number, batch.at(-1)!.participant.key, () => written(seen));
      }
    }
    this.notListed ??= basisTotals && listed ? everybodyNotListed(basisTotals, listed.totals) : null;
    if (kept !== undefined) return null;
    const others = this.notListed;
    if (others && !isRefusal(others)) for (const { visit } of open) visit(others);
    await this.checkpoints.end(this.number, () => written(seen));
    return null;
  }

  /** What an earlier attempt had gathered of this pass is put back; the key after which it goes on. */
  private takeUp(seen: object): string | null {
    const { current } = this.checkpoints;
    if (current?.pass !== this.number) return null;
    restore(seen, current.seen);
    return current.after;
  }

  /** The last pass: every line to the sink, those who are left out with the rule; counts what the checks ask for. */
  async lines(
    pools: ReadonlyMap<string, StreamedPool>,
    sink: LineSink,
    interestOf: (one: Taking) => StreamedLine | null,
  ): Promise<LineCountsOfChecks> {
    this.number += 1;
    await this.tell(this.number, 'lines');
    const checks = checksOf(this.full);
    const seen = {
      failed: checks.map(() => 0),
      pools: Object.fromEntries([...pools].map(([id, pool]) => [id, pool.seen])),
    };
    const count = (participant: Participant | null, lines: readonly StreamedLine[]): void => {
      const own = lines.flatMap((one) => ('line' in one ? [one.line] : []));
      for (const [at, check] of checks.entries())
        seen.failed[at]! += failuresOf(check, { participant, lines: own });
    };
    for await (const batch of this.source.pass(this.takeUp(seen))) {
      const made: StreamedLine[] = [];
      for (const taking of batch) {
        const lines = this.linesOf(taking, pools);
        const interest = interestOf(taking);
        if (interest) lines.push(interest);
        count(taking.participant, lines);
        made.push(...lines);
      }
      await sink(made, { after: batch.at(-1)!.participant.key, seen: () => written(seen) });
    }
    const others = this.others();
    if (others && !isRefusal(others)) {
      const last = [...pools].flatMap(([pool, shared]) => {
        const line = shared.lineOf(others);
        return line ? [{ pool, key: line.key, line }] : [];
      });
      count(null, last);
      await sink(last, { after: null, seen: () => written(seen) });
    }
    return new Map(checks.map((check, at) => [check, seen.failed[at]!]));
  }

  private linesOf({ participant }: Taking, pools: ReadonlyMap<string, StreamedPool>): StreamedLine[] {
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
      const line = shared.lineOf(new Present(participant, period, null));
      if (line) made.push({ pool, key, line });
    }
    return made;
  }
}

/** Somebody entitled, whose time in the period is found when a rule asks for it. */
export class Present implements Entitled {
  constructor(
    readonly participant: Participant,
    private readonly period: Period | undefined,
    readonly capital: CapitalBalance | null,
  ) {}

  get timeFraction(): Ratio {
    return timeInPeriod(this.participant, this.period);
  }
}

/** What those listed have together, of the bases whose totals are given. */
class ListedTotals {
  totals: Map<string, Ratio>;
  constructor(bases: readonly string[]) {
    this.totals = new Map(bases.map((basis) => [basis, Ratio.zero]));
  }

  add(participant: Participant): void {
    for (const [basis, total] of this.totals)
      this.totals.set(basis, total.plus(quantityOf(participant, basis)));
  }
}
