import { NO_MARK } from './marks/mark-ballots.js';
import type { PackedBallots, PackedForm } from './packed-ballots.js';
import { BLANK, equalRank } from './ranked/ranked-ballots.js';

/** A ballot as the methods of a form write it; see `GroupedBallot`. */
export type WrittenBallot = readonly (number | null | readonly number[])[];

/**
 * Packs ballots one after the other as they come from a file or a database, so that none of them stays behind as an
 * object. It does not judge them: a mark that fits no 16 bits becomes one that the method refuses.
 */
export class BallotPacker {
  private units = new Float64Array(1024);
  private start = new Int32Array(1024);
  private small = new Int16Array(1024);
  private wide = new Int32Array(1024);
  private ballots = 0;
  private length = 0;

  constructor(private readonly form: PackedForm) {}

  /** `weight` in units, of which `perVote` of `packed` make one vote. */
  add(weight: number, ballot: WrittenBallot): void {
    if (this.ballots + 1 >= this.start.length) {
      this.start = grown(this.start, Int32Array);
      this.units = grown(this.units, Float64Array);
    }
    this.units[this.ballots] = weight;
    for (const mark of ballot) {
      if (this.form === 'marks') this.pushWide(mark as number | null);
      else this.pushRank(mark);
    }
    this.ballots += 1;
    this.start[this.ballots] = this.length;
  }

  /** Says the weights so far in units that many times finer. */
  refine(times: number): void {
    for (let ballot = 0; ballot < this.ballots; ballot++) this.units[ballot]! *= times;
  }

  packed(perVote: number): PackedBallots {
    const units = this.units.slice(0, this.ballots);
    if (this.form === 'marks')
      return { form: 'marks', marks: this.wide.slice(0, this.length), units, perVote };
    const [start, marks] = [this.start.slice(0, this.ballots + 1), this.small.slice(0, this.length)];
    return this.form === 'rankings'
      ? { form: 'rankings', start, marks, units, perVote }
      : { form: 'choices', start, chosen: marks, units, perVote };
  }

  private pushRank(mark: number | null | readonly number[]): void {
    if (mark === null) return this.push(BLANK);
    if (typeof mark === 'number') return this.push(mark);
    if (mark.length === 0) return this.push(BLANK);
    if (mark.length > 1) this.push(equalRank(mark.length));
    for (const candidate of mark) this.push(candidate);
  }

  private push(mark: number): void {
    if (this.length === this.small.length) this.small = grown(this.small, Int16Array);
    this.small[this.length++] = Math.abs(mark) <= 0x7fff ? mark : 0x7fff;
  }

  private pushWide(mark: number | null): void {
    if (this.length === this.wide.length) this.wide = grown(this.wide, Int32Array);
    this.wide[this.length++] = mark ?? NO_MARK;
  }
}

function grown<Numbers extends Int16Array | Int32Array | Float64Array>(
  numbers: Numbers,
  kind: new (length: number) => Numbers,
): Numbers {
  const larger = new kind(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
