import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { oncePerForm, smallerForms, type DisputedPool } from '../disputes.js';
import { reasonToLeaveOut, type Entitled, type Period } from '../eligibility.js';
import type { FormPart } from '../forms.js';
import type { Pool } from '../input/rule-schema.js';
import type { Participant, Snapshot } from '../input/snapshot-schema.js';
import type { PoolLine } from '../pool.js';
import type { SurplusReason } from '../reasons.js';
import { sizeAlone, type WaterfallPool } from '../waterfall-pools.js';
import { endingsOf, type Ending } from './endings.js';
import type { Everybody } from './everybody.js';
import { Present, Stepping } from './passes.js';
import { drawFor, type Draw } from './streamed-apportionment.js';
import type { LineOfPool } from './streamed-line.js';
import { poolStreamed, type StreamedPool } from './streamed-pool.js';
import { weighStreamed, type WeighedPool } from './streamed-weights.js';
import { showingAtLast, type Steps } from './visits.js';

type Refused = Refusal<SurplusReason>;
/** One sharing of the pool: of the records as they stand, or as they would after one way in which disputes end. */
interface InEnding {
  readonly ending: Ending;
  readonly weighing: Stepping<WeighedPool | Refused>;
  size: bigint;
  sharing: Stepping<StreamedPool | Refused> | null;
}

/**
 * One pool, shared as `computeDisputedPool` does it: as recorded, and once more for every way in which the open disputes
 * that it depends on may end, all of them in the same passes. A line is that of the records, with the least of each of
 * its forms over all endings.
 */
export class PoolInEndings {
  private readonly all: readonly InEnding[];
  private readonly tooMany: Refused | null;
  private readonly posted = { amount: 0n };
  private last: { readonly one: Present; readonly leftOut: string | null } | null = null;

  private readonly period: Period | undefined;
  private readonly draw: Draw;

  constructor(
    private readonly pool: Pool,
    { period, seed, disputes }: Pick<Snapshot, 'period' | 'seed' | 'disputes'>,
    private readonly everybody: Stepping<Everybody>,
    people: number,
  ) {
    this.period = period;
    const { endings, tooMany } = endingsOf(pool, disputes ?? [], people);
    this.draw = drawFor(seed ?? '', endings.length);
    this.tooMany = tooMany;
    this.all = endings.map((ending) => ({
      ...{ ending, size: 0n, sharing: null },
      weighing: this.stepping(ending, weighStreamed(pool)),
    }));
  }

  /** In how many ways it is shared. */
  get endings(): number {
    return this.all.length;
  }
  get weighing(): readonly Stepping<unknown>[] {
    return this.all.map(({ weighing }) => weighing);
  }
  get sharing(): readonly Stepping<unknown>[] {
    return this.all.flatMap(({ sharing }) => sharing ?? []);
  }

  /** Takes its size, once it is weighed: a declared rate makes its own in every ending. The pool by its size alone. */
  ofSize(size: bigint): WaterfallPool | Refused {
    for (const one of this.all) {
      const weighed = this.weighed(one);
      if (isRefusal(weighed)) return weighed;
      one.size = weighed.declaredSize ?? size;
      const steps = poolStreamed(this.pool, one.size, weighed.weights, this.draw);
      one.sharing = this.stepping(one.ending, steps);
    }
    return this.tooMany ?? this.sizeAlone();
  }

  /** The same once it is shared, refused as a sharing at once would be: ending by ending. */
  settled(): WaterfallPool | Refused {
    for (const one of this.all) {
      const shared = one.sharing ? one.sharing.answer : this.weighed(one);
      if (isRefusal(shared)) return shared;
    }
    return this.tooMany ?? this.sizeAlone();
  }

  /** What came of the lines that were asked for so far. */
  get seen(): object {
    return { recorded: this.shared(0).seen, posted: this.posted };
  }

  /** The line of somebody, or of those not listed; null where nobody has one because the fund takes it all. */
  lineOf(one: Entitled): LineOfPool | null {
    const { pool, key } = { pool: this.pool.id, key: one.participant.key };
    const leftOut = one instanceof Present ? this.leftOut(one) : null;
    if (leftOut !== null) {
      this.shared(0).leaveOut();
      return { pool, key, leftOut, isAffected: this.compare(one, null).isAffected };
    }
    const line = this.shared(0).lineOf(one);
    if (!line) return null;
    const { least, isAffected } = this.compare(one, line);
    for (const { amount } of least ?? []) this.posted.amount += amount;
    return { pool, key, line, least, isAffected };
  }

  /** The least of each form of a line over all endings; null without disputes. */
  private compare(
    one: Entitled,
    line: PoolLine | null,
  ): { least: readonly FormPart[] | null; isAffected: boolean } {
    if (this.all.length === 1) return { least: null, isAffected: false };
    let least = oncePerForm(line?.forms ?? []);
    let isAffected = false;
    for (const [at, { ending }] of this.all.entries()) {
      if (at === 0) continue;
      const seen = one instanceof Present ? this.shown(ending, one) : one;
      const other = seen ? this.shared(at).amountsOf(seen) : null;
      isAffected ||= (other?.units ?? 0n) !== (line?.units ?? 0n);
      least = smallerForms(least, oncePerForm(other?.forms ?? []));
    }
    return { least, isAffected };
  }

  /** The pool once all its lines have been asked for; they are where they were sent, with the least of each. */
  result(): WaterfallPool {
    const toFund = this.all.map((_, at) => this.shared(at).toFund);
    const fundLeast = toFund.reduce((least, one) => (one < least ? one : least));
    const held = this.largest - this.posted.amount - fundLeast;
    return { result: this.shared(0).result(), disputed: this.disputed({ fundLeast, held }) };
  }

  private sizeAlone(): WaterfallPool | Refused {
    const alone = sizeAlone({ ...this.pool, size: {} }, this.all[0]!.size);
    return isRefusal(alone) ? alone : { ...alone, disputed: this.disputed({ fundLeast: 0n, held: 0n }) };
  }

  private disputed(parts: Pick<DisputedPool, 'fundLeast' | 'held'>): WaterfallPool['disputed'] {
    const outcomesCompared = this.all.length;
    if (outcomesCompared === 1) return null;
    const elsewhere = { least: new Map(), leastForms: new Map(), affected: [] };
    return { ...elsewhere, ...parts, size: this.largest, outcomesCompared };
  }

  /** What the pool takes at most. */
  private get largest(): bigint {
    return this.all.reduce((most, { size }) => (size > most ? size : most), 0n);
  }

  private shared(at: number): StreamedPool {
    return this.all[at]!.sharing!.answer as StreamedPool;
  }

  private weighed({ ending, weighing }: InEnding): WeighedPool | Refused {
    const { others, found } = this.everybody.answer;
    if (isRefusal(others)) return others;
    return ending.strangerTo(found) ?? weighing.answer;
  }

  private stepping<T>(ending: Ending, steps: Steps<T>): Stepping<T> {
    const others = (): Entitled | null => {
      const { others } = this.everybody.answer;
      return isRefusal(others) ? null : others;
    };
    return new Stepping((one) => this.shown(ending, one), showingAtLast(steps, others));
  }

  /** Somebody as an ending has them, or null when a rule leaves them out then. */
  private shown(ending: Ending, one: Present): Present | null {
    const changed = ending.of(one.participant);
    if (changed === one.participant) return this.leftOut(one) === null ? one : null;
    return this.reason(changed) === null ? one.as(changed) : null;
  }

  /** The rule that leaves somebody out; asked for once in a row however many endings there are. */
  private leftOut(one: Present): string | null {
    if (this.last?.one !== one) this.last = { one, leftOut: this.reason(one.participant) };
    return this.last.leftOut;
  }

  private reason(who: Participant): string | null {
    return reasonToLeaveOut(who, this.pool.eligibility ?? {}, this.period);
  }
}
