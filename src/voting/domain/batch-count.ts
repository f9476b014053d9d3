import { isRefusal } from '../../shared/refusal.js';
import { greatestCommonDivisor } from '../../shared/ratio.js';
import { saysNothing, storedMarks, type BallotMarks } from './ballots/ballot-marks.js';
import { engineBallot } from './ballots/engine-ballot.js';
import { countElection, sumOf, type CountedPoll, type CountingRule, type MarkGroup } from './count-poll.js';
import { pollElection, type PollFacts } from './poll-election.js';
import { BallotPacker, type WrittenBallot } from './tally/ballot-packer.js';
import { findMethod } from './tally/method-registry.js';
import type { PackedBallots, PackedForm } from './tally/packed-ballots.js';
import type { Sum } from './threshold-outcome.js';

/** A group of equal ballots with its marks as they are written: canonical, so that equal marks are equal text. */
export interface WrittenGroup {
  readonly marks: string;
  readonly classCode: string;
  /** Of each elector of the group. */
  readonly weightMillionths: bigint;
  readonly people: bigint;
}

export const readGroup = ({ marks, ...group }: WrittenGroup): MarkGroup => ({
  ...{ marks: storedMarks(JSON.parse(marks)), classCode: group.classCode },
  ...{ weightMillionths: group.weightMillionths, people: group.people },
});

/** Everything a count depends on but the ballots. */
export type FactsBeforeBallots = Omit<PollFacts, 'groups'>;

/**
 * A poll of very many different ballots, counted from batches of their groups. Where the method reads packed ballots
 * none of them stays as an object. The groups come with equal marks one after the other, as `groupBatches` reads them;
 * then the result is that of `countPoll` over the same groups, to the byte.
 */
export class BatchCount {
  private readonly groups: MarkGroup[] = [];
  private readonly packing: GroupPacking | null;
  private takenPart: Sum = { people: 0n, weightMillionths: 0n };
  private blank: Sum = { people: 0n, weightMillionths: 0n };

  constructor(private readonly facts: FactsBeforeBallots) {
    const form = packedFormOf(facts.rule);
    this.packing = form && new GroupPacking(form, facts);
  }

  add(batch: readonly WrittenGroup[]): void {
    for (const written of batch) {
      const group = readGroup(written);
      const sum = sumOf([group]);
      this.takenPart = together(this.takenPart, sum);
      if (saysNothing(group.marks, this.facts.excluded)) this.blank = together(this.blank, sum);
      if (this.packing) this.packing.add(written.marks, group.marks, sum.weightMillionths);
      else this.groups.push(group);
    }
  }

  count(): CountedPoll {
    const { rule, electorate } = this.facts;
    const election = pollElection({ ...this.facts, groups: this.groups });
    const packed = this.packing && { packed: this.packing.packed() };
    return countElection(
      rule,
      electorate,
      { ...election, ...packed },
      { takenPart: this.takenPart, blank: this.blank },
    );
  }
}

/** Equal marks are one ballot, whoever cast them; weights are exact, in the coarsest unit that divides them all. */
class GroupPacking {
  private readonly packer: BallotPacker;
  private last: { readonly text: string; readonly marks: BallotMarks; millionths: bigint } | null = null;
  private unit = 1_000_000n;

  constructor(
    form: PackedForm,
    private readonly facts: FactsBeforeBallots,
  ) {
    this.packer = new BallotPacker(form);
  }

  add(text: string, marks: BallotMarks, millionths: bigint): void {
    if (this.last?.text === text) this.last.millionths += millionths;
    else {
      this.pack();
      this.last = { text, marks, millionths };
    }
  }

  packed(): PackedBallots {
    this.pack();
    this.last = null;
    return this.packer.packed(Number(1_000_000n / this.unit));
  }

  private pack(): void {
    if (this.last === null) return;
    const { marks, millionths } = this.last;
    const unit = greatestCommonDivisor(this.unit, millionths);
    if (unit !== this.unit) this.packer.refine(Number(this.unit / unit));
    this.unit = unit;
    const { rule, options } = this.facts;
    const ballot = engineBallot({ options: rule.options, labels: options }, marks);
    this.packer.add(
      Number(millionths / unit),
      typeof ballot === 'number' ? [ballot] : (ballot as WrittenBallot),
    );
  }
}

/** Null where ballots stay listed. An approval written as marks is no list of candidates. */
function packedFormOf({ method, methodVersion, options }: CountingRule): PackedForm | null {
  const found = findMethod(method, methodVersion);
  return isRefusal(found) || options.ballot === 'marks' ? null : (found.reads ?? null);
}

const together = (a: Sum, b: Sum): Sum => ({
  people: a.people + b.people,
  weightMillionths: a.weightMillionths + b.weightMillionths,
});
