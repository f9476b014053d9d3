import { Chance, ELECTIONS, strictElection } from '../../../../../test/support/generated-elections.js';
import {
  outcomeOf,
  PAIRWISE_RULES,
  RANKED_RULES,
  type RankedRule,
} from '../../../../../test/support/ranked-rules.js';
import { Ratio } from '../../../../shared/ratio.js';

type Strict = ReturnType<typeof strictElection>;
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

/** Every generated election, with its number for a failing test to name. */
function forEachElection(
  seed: number,
  check: (election: Strict, chance: Chance, index: number) => void,
): void {
  const chance = new Chance(seed);
  for (let index = 0; index < ELECTIONS; index++) check(strictElection(chance), chance, index);
}

/** The same election with the candidates listed in another order: candidate c becomes place[c]. */
function relabelled(election: Strict, place: readonly number[]): Strict {
  return {
    ...election,
    candidates: election.candidates.map((_, index) => `renamed ${index}`),
    ballots: election.ballots.map(([weight, ranking]) => [weight, ranking.map((c) => place[c]!)]),
    order: election.order.map((c) => place[c]!),
  };
}

describe.each(RANKED_RULES)('$name', (rule: RankedRule) => {
  it('gives the same bytes for ballots in another order, split, merged or counted again', () => {
    forEachElection(11, (election, chance, index) => {
      const first = JSON.stringify(outcomeOf(rule, election));
      const halves = election.ballots.flatMap(([weight, ranking]): [number, number[]][] =>
        weight > 1
          ? [
              [weight - 1, ranking],
              [1, ranking],
            ]
          : [[weight, ranking]],
      );
      const other = JSON.stringify(outcomeOf(rule, { ...election, ballots: chance.shuffled(halves) }));
      expect({ index, outcome: other }).toEqual({ index, outcome: first });
    });
  });

  it('elects the same candidates under other names and in another order', () => {
    forEachElection(12, (election, chance, index) => {
      const place = chance.shuffled(election.candidates.map((_, c) => c));
      const winners = outcomeOf(rule, election)['winners'].map((c: number) => place[c]);
      const others = outcomeOf(rule, relabelled(election, place))['winners'];
      expect({ index, winners: sorted(others) }).toEqual({ index, winners: sorted(winners) });
    });
  });

  it('fills the seats as far as there are candidates and votes', () => {
    forEachElection(13, (election, _, index) => {
      const { winners } = outcomeOf(rule, election);
      const seats = rule.seats === 'one' ? 1 : election.seats;
      const anyVote = election.ballots.some(([, ranking]) => ranking.length > 0);
      expect(new Set(winners).size).toBe(winners.length);
      if (anyVote)
        expect({ index, elected: winners.length }).toEqual({
          index,
          elected: Math.min(seats, election.candidates.length),
        });
    });
  });
});

describe('every ballot is accounted for in every round', () => {
  const total = (election: Strict): Ratio => sum(election.ballots.map(([weight]) => weight));
  const valid = (election: Strict): Ratio =>
    sum(election.ballots.map(([weight, ranking]) => (ranking.length > 0 ? weight : 0)));
  const sum = (values: readonly (string | number)[]): Ratio =>
    values.reduce<Ratio>((all, value) => all.plus(Ratio.parse(String(value))!), Ratio.zero);
  const values = (record: Record<string, string>): string[] => Object.values(record);

  it.each(RANKED_RULES.filter((rule) => rule.method === 'irv' || rule.name.includes('gregory')))(
    '$name: tallies, exhausted ballots by cause, undervotes and residual surplus are all the ballots',
    (rule) => {
      forEachElection(14, (election, _, index) => {
        const outcome = outcomeOf(rule, election);
        for (const round of outcome['rounds']) {
          const parts = [
            ...values(round.tally),
            ...values(round.inactive),
            outcome['undervotes'],
            round.residual_surplus ?? '0',
          ];
          expect({ index, votes: sum(parts).toString() }).toEqual({
            index,
            votes: total(election).toString(),
          });
        }
      });
    },
  );

  it.each(RANKED_RULES.filter((rule) => rule.name.includes('scottish')))(
    '$name: votes and non-transferable are the valid ballots',
    (rule) => {
      forEachElection(15, (election, _, index) => {
        for (const { votes, non_transferable } of outcomeOf(rule, election)['rounds']) {
          const counted = sum([...values(votes), non_transferable]);
          expect({ index, votes: counted.toString() }).toEqual({ index, votes: valid(election).toString() });
        }
      });
    },
  );

  it.each(RANKED_RULES.filter(({ name }) => /wigm|meek|warren/.test(name)))(
    '$name: never more than the valid ballots, and less only by cutting',
    (rule) => {
      forEachElection(16, (election, _, index) => {
        for (const round of outcomeOf(rule, election)['rounds']) {
          const counted = sum([...values(round.votes), round.nt_votes ?? round.residual]);
          const missing = valid(election).minus(counted);
          const excludedUnderPrf = rule.name.includes('meek-prf') && round.eliminated.length > 0;
          const cut = rule.name.includes('wigm')
            ? Ratio.of(BigInt(election.ballots.length * 100), 1000n)
            : Ratio.of(1n, 1_000_000n);
          expect({ index, over: missing.plus(Ratio.of(1n, 10n ** 15n)).isNegative() }).toEqual({
            index,
            over: false,
          });
          if (!excludedUnderPrf)
            expect({ index, short: cut.isLessThan(missing) }).toEqual({ index, short: false });
        }
      });
    },
  );
});

describe('what the methods promise', () => {
  const beats = (outcome: Record<string, any>, a: number, b: number): boolean =>
    Ratio.parse(outcome['pairwise'][a][b])!.compare(Ratio.parse(outcome['pairwise'][b][a])!) > 0;

  it.each(PAIRWISE_RULES)('$name elects whoever beats everyone else', (rule) => {
    let met = 0;
    forEachElection(17, (election, _, index) => {
      const outcome = outcomeOf(rule, election);
      const all = election.candidates.map((_, c) => c);
      const champion = all.find((a) => all.every((b) => a === b || beats(outcome, a, b)));
      if (champion === undefined) return;
      met++;
      expect({ index, winners: outcome['winners'] }).toEqual({ index, winners: [champion] });
    });
    expect(met).toBeGreaterThan(ELECTIONS / 4);
  });

  it.each(PAIRWISE_RULES.filter(({ method }) => method !== 'minimax'))(
    '$name elects from the Smith set',
    (rule) => {
      forEachElection(18, (election, _, index) => {
        const outcome = outcomeOf(rule, election);
        const smith = smithSet(election.candidates.length, (a, b) => beats(outcome, a, b));
        expect({ index, inside: smith.includes(outcome['winners'][0]) }).toEqual({ index, inside: true });
      });
    },
  );

  const monotone = [...PAIRWISE_RULES, ...RANKED_RULES.filter(({ method }) => method === 'borda')];
  it.each(monotone)('$name still elects a winner whom some voters come to prefer more', (rule) => {
    forEachElection(21, (election, chance, index) => {
      const all = election.candidates.map((_, c) => c);
      const ballots = election.ballots.map(([weight]): [number, number[]] => [weight, chance.shuffled(all)]);
      const [winner] = outcomeOf(rule, { ...election, ballots })['winners'];
      const raised = ballots.map(([weight, ranking]): [number, number[]] => {
        const at = ranking.indexOf(winner);
        if (at <= 0 || chance.oneIn(2)) return [weight, ranking];
        const to = chance.below(at);
        return [weight, [...ranking.slice(0, to), winner, ...ranking.slice(to).filter((c) => c !== winner)]];
      });
      const after = outcomeOf(rule, { ...election, ballots: raised })['winners'];
      expect({ index, winners: after }).toEqual({ index, winners: [winner] });
    });
  });

  const cloneProof = PAIRWISE_RULES.filter(({ name }) => /schulze (winning|margin|ratio)/.test(name));
  it.each(cloneProof)('$name elects the same when a candidate is joined by a clone', (rule) => {
    forEachElection(22, (election, chance, index) => {
      const count = election.candidates.length;
      const all = election.candidates.map((_, c) => c);
      const original = chance.below(count);
      const ballots = election.ballots.map(([weight]): [number, number[]] => [weight, chance.shuffled(all)]);
      const joined = ballots.map(([weight, ranking]): [number, number[]] => {
        const pair = chance.shuffled([original, count]);
        return [weight, ranking.flatMap((c) => (c === original ? pair : [c]))];
      });
      const tied = { ...rule, options: () => ({ ...rule.options([]), tie_break: { mode: 'report_tie' } }) };
      const before = outcomeOf(tied, { ...election, ballots })['winners'];
      const after = outcomeOf(tied, {
        ...election,
        candidates: [...election.candidates, 'clone'],
        ballots: joined,
      })['winners'];
      const withoutClone = [...new Set(after.map((c: number) => (c === count ? original : c)))] as number[];
      expect({ index, winners: sorted(withoutClone) }).toEqual({ index, winners: before });
    });
  });

  // Where the unranked are no preference, a majority's own favourite may lose to what only a few compare.
  const majority = RANKED_RULES.filter(
    ({ method, options }) =>
      ['irv', 'schulze', 'ranked-pairs', 'copeland'].includes(method) &&
      options([])['unranked'] !== 'no_preference',
  );
  it.each(majority)('$name elects whoever is first on more than half of all ballots', (rule) => {
    forEachElection(19, (election, _, index) => {
      const first = (c: number): number =>
        election.ballots.reduce((sum, [w, [top]]) => sum + (top === c ? w : 0), 0);
      const all = election.ballots.reduce((sum, [w]) => sum + w, 0);
      const favourite = election.candidates.findIndex((_, c) => 2 * first(c) > all);
      if (favourite >= 0)
        expect({ index, winners: outcomeOf(rule, election)['winners'] }).toEqual({
          index,
          winners: [favourite],
        });
    });
  });

  // Not Warren's: its surplus may rise for a step, at which the rule stops and takes those within it for tied.
  const proportional = RANKED_RULES.filter(({ name }) => /scottish|exact|stv meek$/.test(name));
  it.each(proportional)('$name is proportional for solid coalitions', (rule) => {
    forEachElection(20, (election, chance, index) => {
      const count = election.candidates.length;
      const inside = 1 + chance.below(count);
      const ballots = election.ballots.map(([weight]): [number, number[]] => {
        const loyal = chance.oneIn(2);
        const coalition = chance.shuffled(Array.from({ length: inside }, (_, c) => c));
        const others = chance.shuffled(Array.from({ length: count - inside }, (_, c) => inside + c));
        return [weight, loyal ? [...coalition, ...others] : [...others, ...coalition]];
      });
      const outcome = outcomeOf(rule, { ...election, ballots });
      const loyal = ballots.reduce((sum, [w, [top]]) => sum + (top! < inside ? w : 0), 0);
      const all = ballots.reduce((sum, [w]) => sum + w, 0);
      const quota = Math.floor(all / (election.seats + 1)) + 1;
      const owed = Math.min(Math.floor(loyal / quota), inside, election.seats);
      const got = outcome['winners'].filter((c: number) => c < inside).length;
      expect({ index, enough: got >= owed }).toEqual({ index, enough: true });
    });
  });
});

/** The smallest set whose members all beat everyone outside: grown from each candidate, the smallest kept. */
function smithSet(count: number, beats: (a: number, b: number) => boolean): number[] {
  const all = Array.from({ length: count }, (_, c) => c);
  const sets = all.map((start) => {
    const set = new Set([start]);
    for (let before = 0; before !== set.size;) {
      before = set.size;
      for (const outside of all)
        if (!set.has(outside) && [...set].some((member) => !beats(member, outside))) set.add(outside);
    }
    return [...set];
  });
  return sets.reduce((a, b) => (b.length < a.length ? b : a));
}
