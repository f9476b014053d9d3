import {
  countsByOrderAlone,
  firstContinuing,
  UNDERVOTE,
  whereBallotCounts,
  type MarkRules,
} from './mark-rules.js';
import { type RankedBallots } from './ranked-ballots.js';

/**
 * Ballot papers in piles, one per candidate, each paper with a transfer value. Papers of equal value form a
 * class, so that the hot loops add whole weights and exact multiplication happens once per pile and class.
 * Values are whole numbers of the unit that the rule counts in, or anything else that `Value` multiplies.
 */
export class PaperPiles<Value> {
  /** Papers that count for nobody, by reason (negated codes of mark-rules) and class. */
  private readonly inactive = Array.from({ length: 1 - UNDERVOTE }, () => new ClassWeights());
  readonly values: Value[];
  private readonly classByText = new Map<string, number>();
  private readonly held: ClassWeights[];
  private readonly holder: Int16Array;
  private readonly classOf: Int32Array;
  private readonly cursor: Int32Array;
  private readonly isByOrder: boolean;

  constructor(
    private readonly ballots: RankedBallots,
    private readonly rules: MarkRules,
    continuing: Uint8Array,
    full: Value,
  ) {
    const groups = ballots.weights.units.length;
    this.isByOrder = countsByOrderAlone(ballots, rules);
    this.values = [full];
    this.classByText.set(String(full), 0);
    this.held = Array.from({ length: ballots.candidateCount }, () => new ClassWeights());
    this.holder = new Int16Array(groups);
    this.classOf = new Int32Array(groups);
    this.cursor = ballots.start.slice(0, -1);
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
    const lost = new ClassWeights();
    this.held[candidate] = new ClassWeights();
    const { holder, classOf } = this;
    for (let group = 0; group < holder.length; group++) {
      if (holder[group] !== candidate) continue;
      const old = classOf[group]!;
      let becomes = newClass.get(old);
      if (becomes === undefined) newClass.set(old, (becomes = this.classFor(revalue(this.values[old]!))));
      classOf[group] = becomes;
      if (this.place(group, continuing) < 0) lost.add(becomes, this.ballots.weights.units[group]!);
    }
    return this.valued(lost);
  }

  private place(group: number, continuing: Uint8Array): number {
    const { marks, start, weights } = this.ballots;
    const weight = weights.units[group]!;
    const to = this.isByOrder
      ? firstContinuing(marks, start, group, continuing, this.cursor)
      : whereBallotCounts(this.ballots, group, continuing, this.rules, this.cursor);
    (to < 0 ? this.inactive[-to]! : this.held[to]!).add(this.classOf[group]!, weight);
    this.holder[group] = to;
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

  private valued(weights: ClassWeights): [number, Value][] {
    return weights.entries().map(([index, units]) => [units, this.values[index]!]);
  }
}

/** Units of weight by class, growing with the classes. */
class ClassWeights {
  private units = new Float64Array(1);

  add(index: number, weight: number): void {
    if (index >= this.units.length) {
      const larger = new Float64Array(2 * index + 2);
      larger.set(this.units);
      this.units = larger;
    }
    this.units[index]! += weight;
  }

  entries(): [index: number, units: number][] {
    const held: [number, number][] = [];
    for (const [index, units] of this.units.entries()) if (units !== 0) held.push([index, units]);
    return held;
  }
}

/** The votes of weighed papers whose values are whole numbers of one unit. */
export const worth = (papers: readonly (readonly [number, bigint])[]): bigint =>
  papers.reduce((sum, [units, value]) => sum + BigInt(units) * value, 0n);
