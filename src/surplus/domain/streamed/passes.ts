import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import { timeInPeriod, type Entitled, type Period } from '../eligibility.js';
import type { CapitalBalance, Participant } from '../input/snapshot-schema.js';
import type { Checkpoints } from './checkpoints.js';
import type { StreamedLine } from './streamed-line.js';
import { restore, written, type Seen, type Steps, type Visit } from './visits.js';

/** A participant, with their capital where the policy pays interest on it. */
export interface Taking {
  readonly participant: Participant;
  readonly capital?: CapitalBalance | null;
}
/** Participants in batches, in one order, as often as they are asked for, each key once; those after a key, or all. */
export interface ParticipantSource {
  /** How many there are. */
  readonly people: number;
  pass(after: string | null): AsyncIterable<readonly Taking[]>;
  /** Lets others work for a moment; asked for within a batch where there is much to do with each participant. */
  pause?(): Promise<void>;
}
/** Takes lines, and how far the last pass has come with them: to be kept together, or not at all. */
export type LineSink = (
  lines: readonly StreamedLine[],
  upTo: { readonly after: string | null; readonly seen: () => Json },
) => Promise<void>;
type Purpose = 'weighing' | 'sharing' | 'lines';
/** Told before every pass: its number, and what it is for. */
export type TellPass = (pass: number, purpose: Purpose) => Promise<void>;

/** Something that takes its steps in the passes, and how it is shown a participant: not at all, as they are, or changed. */
export class Stepping<T> {
  private visit: Visit | null = null;
  private came: { readonly to: T } | null = null;

  constructor(
    private readonly shown: (one: Present) => Seen | null,
    private readonly steps: Steps<T>,
  ) {}

  /** Takes the next step; what it gathers, or null once it has come to its end. */
  next(): object | null {
    if (this.came) return null;
    const step = this.steps.next();
    this.visit = step.done ? null : step.value;
    if (step.done) this.came = { to: step.value };
    return this.visit?.seen ?? null;
  }

  show(one: Present): void {
    const seen = this.shown(one);
    if (seen) this.visit!(seen);
  }

  /** What it came to, once all its steps are taken. */
  get answer(): T {
    return this.came!.to;
  }
}

/** So many times somebody is shown to something before others are let work. */
const shownAtOnce = 10_000;

/** The passes over the participants of one sharing: everything that is shared takes its next step in the same pass. */
export class Passes {
  private number = 0;

  constructor(
    private readonly period: Period | undefined,
    private readonly source: ParticipantSource,
    private readonly tell: TellPass,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Takes all steps to their end. */
  async run(all: readonly Stepping<unknown>[], purpose: Purpose): Promise<void> {
    for (let open = all; ;) {
      const steps = open.flatMap((one) => {
        const seen = one.next();
        return seen ? [{ one, seen }] : [];
      });
      if (steps.length === 0) return;
      open = steps.map(({ one }) => one);
      this.number += 1;
      await this.pass(open, { visits: Object.fromEntries(steps.map(({ seen }, at) => [at, seen])) }, purpose);
    }
  }

  /** One pass, from its beginning, from where an earlier attempt was, or not at all when that had come to its end. */
  private async pass(open: readonly Stepping<unknown>[], seen: object, purpose: Purpose): Promise<void> {
    const kept = this.checkpoints.ended(this.number);
    if (kept !== undefined) return restore(seen, kept);
    await this.tell(this.number, purpose);
    const after = this.takeUp(seen);
    const together = Math.ceil(shownAtOnce / open.length);
    for await (const batch of this.source.pass(after)) {
      for (const [at, { participant, capital }] of batch.entries()) {
        if (at > 0 && at % together === 0) await this.source.pause?.();
        const one = new Present(participant, this.period, capital ?? null);
        for (const stepping of open) stepping.show(one);
      }
      await this.checkpoints.during(this.number, batch.at(-1)!.participant.key, () => written(seen));
    }
    await this.checkpoints.end(this.number, () => written(seen));
  }

  /** What an earlier attempt had gathered of this pass is put back; the key after which it goes on. */
  private takeUp(seen: object): string | null {
    const { current } = this.checkpoints;
    if (current?.pass !== this.number) return null;
    restore(seen, current.seen);
    return current.after;
  }

  /** The last pass: what everybody comes to, to the sink, and what those do who are not listed. */
  async lines(
    linesOf: (one: Entitled, capital: CapitalBalance | null) => readonly StreamedLine[],
    { seen, others, times }: { seen: object; others: Entitled | null; times: number },
    sink: LineSink,
  ): Promise<void> {
    this.number += 1;
    await this.tell(this.number, 'lines');
    const together = Math.ceil(shownAtOnce / Math.max(1, times));
    for await (const batch of this.source.pass(this.takeUp(seen))) {
      const made: StreamedLine[] = [];
      for (const [at, { participant, capital }] of batch.entries()) {
        if (at > 0 && at % together === 0) await this.source.pause?.();
        made.push(...linesOf(new Present(participant, this.period, null), capital ?? null));
      }
      await sink(made, { after: batch.at(-1)!.participant.key, seen: () => written(seen) });
    }
    if (others) await sink(linesOf(others, null), { after: null, seen: () => written(seen) });
  }
}

/** Somebody entitled, whose time in the period is found when a rule asks for it. */
export class Present implements Entitled {
  private time: Ratio | null = null;

  constructor(
    readonly participant: Participant,
    private readonly period: Period | undefined,
    readonly capital: CapitalBalance | null,
  ) {}

  get timeFraction(): Ratio {
    return (this.time ??= timeInPeriod(this.participant, this.period));
  }

  /** The same with other records. */
  as(participant: Participant): Present {
    return participant === this.participant ? this : new Present(participant, this.period, this.capital);
  }
}
