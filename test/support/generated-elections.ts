/** A small reproducible source of chance (a 32-bit linear congruential generator); never used to decide anything real. */
export class Chance {
  constructor(private state: number) {}

  /** The source of one numbered case, so that a case can be drawn again without those before it. */
  static ofCase(seed: number, index: number): Chance {
    return new Chance(scattered(seed + Math.imul(index, 0x9e3779b1)));
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return (this.state >>> 8) % below;
  }

  oneIn(chances: number): boolean {
    return this.below(chances) === 0;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    const list = [...values];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }
}

export type GeneratedRank = number | number[] | null;
export interface GeneratedElection<Rank = number> {
  candidates: string[];
  seats: number;
  ballots: [number, Rank[]][];
  /** A drawn order of the candidates, for ties. */
  order: number[];
}

/** Neighbouring numbers far apart (the last step of MurmurHash3). */
function scattered(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Strict rankings, often of some candidates only, sometimes none; small weights, so that ties are frequent. */
export function strictElection(chance: Chance, mostCandidates = 6): GeneratedElection {
  const count = 1 + chance.below(mostCandidates);
  const all = Array.from({ length: count }, (_, candidate) => candidate);
  const groups = chance.below(9);
  const ballots = Array.from({ length: groups }, (): [number, number[]] => [
    1 + chance.below(chance.oneIn(3) ? 40 : 4),
    chance.shuffled(all).slice(0, chance.below(count + 1)),
  ]);
  const seats = 1 + chance.below(4);
  return { candidates: all.map((candidate) => `C${candidate}`), seats, ballots, order: chance.shuffled(all) };
}

/** Rankings with blanks, equal ranks and candidates named twice. */
export function untidyElection(chance: Chance): GeneratedElection<GeneratedRank> {
  const election = strictElection(chance);
  const count = election.candidates.length;
  const ballots = election.ballots.map(([weight, ranking]): [number, GeneratedRank[]] => {
    const ranks: GeneratedRank[] = [...ranking];
    for (let untidy = chance.below(3); untidy > 0; untidy--) {
      const mark = chance.pick<GeneratedRank>([null, null, chance.below(count), severalOf(chance, count)]);
      ranks.splice(chance.below(ranks.length + 1), 0, mark);
    }
    return [weight, ranks];
  });
  return { ...election, ballots };
}

/** Rankings with equal ranks, each candidate at most once. */
export function weakElection(chance: Chance, mostCandidates = 5): GeneratedElection<number | number[]> {
  const election = strictElection(chance, mostCandidates);
  const ballots = election.ballots.map(([weight, ranking]): [number, (number | number[])[]] => {
    const ranks: (number | number[])[] = [];
    for (let at = 0; at < ranking.length;) {
      const size = 1 + chance.below(2) * chance.below(3);
      const together = ranking.slice(at, at + size);
      ranks.push(together.length === 1 ? together[0]! : together);
      at += size;
    }
    return [weight, ranks];
  });
  return { ...election, ballots };
}

function severalOf(chance: Chance, count: number): number[] {
  const all = Array.from({ length: count }, (_, candidate) => candidate);
  return chance.shuffled(all).slice(0, 1 + chance.below(3));
}
