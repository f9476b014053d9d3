import { UNDERVOTE, whereBallotCounts, type MarkRules } from './mark-rules.js';
import { type RankedBallots } from './ranked-ballots.js';

/**
 * Ballot papers in piles, one per candidate, each paper with a transfer value. Papers of equal value form a
 * class, so that the hot loops add whole weights and exact multiplication happens once per pile and class.
 * Values are whole numbers of the unit that the rule counts in, or anything else that `Value` multiplies.
 */
export class PaperPiles<Value> {
  /** Papers that count for nobody, by reason (negated codes of mark-rules) and class. */
  readonly inactive: Map<number, number>[] = Array.from(
    { length: 1 - UNDERVOTE },
    () => new Map<number, number>(),
  );
  readonly values: Value[];
  private readonly classByText = new Map<string, number>();
  private readonly held: Map<number, number>[];
  private readonly top: Int32Array;
  private readonly below: Int32Array;
  private readonly classOf: Int32Array;

  constructor(
    private readonly ballots: RankedBallots,
    private readonly rules: MarkRules,
    continuing: Uint8Array,
    full: Value,
  ) {
    const groups = ballots.weights.units.length;
    this.values = [full];
    this.classByText.set(String(full), 0);
    this.held = Array.from({ length: ballots.candidateCount }, () => new Map<number, number>());
    this.top = new Int32Array(ballots.candidateCount).fill(-1);
    this.below = new Int32Array(groups);
    this.classOf = new Int32Array(groups);
    for (let group = 0; group < groups; group++) this.place(group, continuing);
  }

  /** Weight and value of each class in a candidate's pile. */
  pileOf(candidate: number): [units: number, value: Value][] {
    return this.valued(this.held[candidate]!);
  }

  /** Weight and value of the papers that are inactive for one reason. */
  inactiveFor(reason: number): [units: number, value: Value][] {
    return this.valued(this.inactive[-reason]!);
  }

  /** Passes every paper of a candidate who no longer continues on at a new value; returns what became inactive. */
  transfer(candidate: number, continuing: Uint8Array, revalue: (value: Value) => Value): [number, Value][] {
    const newClass = new Map<number, number>();
    const lost = new Map<number, number>();
    let group = this.top[candidate]!;
    this.top[candidate] = -1;
    this.held[candidate] = new Map();
    while (group !== -1) {
      const next = this.below[group]!;
      const old = this.classOf[group]!;
      let becomes = newClass.get(old);
      if (becomes === undefined) newClass.set(old, (becomes = this.classFor(revalue(this.values[old]!))));
      this.classOf[group] = becomes;
      if (this.place(group, continuing) < 0) add(lost, becomes, this.ballots.weights.units[group]!);
      group = next;
    }
    return this.valued(lost);
  }

  private place(group: number, continuing: Uint8Array): number {
    const weight = this.ballots.weights.units[group]!;
    const to = whereBallotCounts(this.ballots, group, continuing, this.rules);
    add(to < 0 ? this.inactive[-to]! : this.held[to]!, this.classOf[group]!, weight);
    if (to < 0) return to;
    this.below[group] = this.top[to]!;
    this.top[to] = group;
    return to;
  }

  private classFor(value: Value): number {
    const text = String(value);
    let index = this.classByText.get(text);
    if (index === undefined) {
      index = this.values.push(value) - 1;
      this.classByText.set(text, index);
    }
    return index;
  }

  private valued(classes: ReadonlyMap<number, number>): [number, Value][] {
    return Array.from(classes, ([index, units]) => [units, this.values[index]!]);
  }
}

function add(classes: Map<number, number>, index: number, weight: number): void {
  classes.set(index, (classes.get(index) ?? 0) + weight);
}

/** The votes of weighed papers whose values are whole numbers of one unit. */
export const worth = (papers: readonly (readonly [number, bigint])[]): bigint =>
  papers.reduce((sum, [units, value]) => sum + BigInt(units) * value, 0n);
