import { deepStrictEqual, ok } from 'node:assert/strict';
import { Ratio } from '../../../src/shared/ratio.js';
import { outcomeOf, PAIRWISE_RULES, RANKED_RULES } from '../../support/ranked-rules.js';
import { type CaseProperty } from '../case-property.js';
import { claimOf, sorted } from './ranked-properties.js';

type Outcome = Record<string, any>;
const beats = (outcome: Outcome, a: number, b: number): boolean =>
  Ratio.parse(outcome['pairwise'][a][b])!.compare(Ratio.parse(outcome['pairwise'][b][a])!) > 0;

/** The smallest set whose members all beat everyone outside: grown from each candidate, the smallest kept. */
function smithSet(count: number, beaten: (a: number, b: number) => boolean): number[] {
  const all = Array.from({ length: count }, (_, c) => c);
  const sets = all.map((start) => {
    const set = new Set([start]);
    for (let before = 0; before !== set.size;) {
      before = set.size;
      for (const outside of all)
        if (!set.has(outside) && [...set].some((member) => !beaten(member, outside))) set.add(outside);
    }
    return [...set];
  });
  return sets.reduce((a, b) => (b.length < a.length ? b : a));
}

const monotone = [...PAIRWISE_RULES, ...RANKED_RULES.filter(({ method }) => method === 'borda')];
const cloneProof = PAIRWISE_RULES.filter(({ name }) => /schulze (winning|margin|ratio)/.test(name));
// Where the unranked are no preference, a majority's own favourite may lose to what only a few compare.
const majority = RANKED_RULES.filter(
  ({ method, options }) =>
    ['irv', 'schulze', 'ranked-pairs', 'copeland'].includes(method) &&
    options([])['unranked'] !== 'no_preference',
);
// Not Warren's: its surplus may rise for a step, at which the rule stops and takes those within it for tied.
const proportional = RANKED_RULES.filter(({ name }) => /scottish|exact|stv meek$/.test(name));

/** What some methods on rankings promise and others do not. */
export const PROMISE_PROPERTIES: readonly CaseProperty[] = [
  ...claimOf(
    PAIRWISE_RULES,
    'elects whoever beats everyone else',
    (rule, election) => {
      const outcome = outcomeOf(rule, election);
      const all = election.candidates.map((_, c) => c);
      const champion = all.find((a) => all.every((b) => a === b || beats(outcome, a, b)));
      if (champion === undefined) return false;
      deepStrictEqual(outcome['winners'], [champion]);
      return true;
    },
    4,
  ),
  ...claimOf(
    PAIRWISE_RULES.filter(({ method }) => method !== 'minimax'),
    'elects from the Smith set',
    (rule, election) => {
      const outcome = outcomeOf(rule, election);
      const smith = smithSet(election.candidates.length, (a, b) => beats(outcome, a, b));
      ok(smith.includes(outcome['winners'][0]));
    },
  ),
  ...claimOf(
    monotone,
    'still elects a winner whom some voters come to prefer more',
    (rule, election, chance) => {
      const all = election.candidates.map((_, c) => c);
      const ballots = election.ballots.map(([weight]): [number, number[]] => [weight, chance.shuffled(all)]);
      const [winner] = outcomeOf(rule, { ...election, ballots })['winners'];
      const raised = ballots.map(([weight, ranking]): [number, number[]] => {
        const at = ranking.indexOf(winner);
        if (at <= 0 || chance.oneIn(2)) return [weight, ranking];
        const to = chance.below(at);
        return [weight, [...ranking.slice(0, to), winner, ...ranking.slice(to).filter((c) => c !== winner)]];
      });
      deepStrictEqual(outcomeOf(rule, { ...election, ballots: raised })['winners'], [winner]);
    },
  ),
  ...claimOf(
    cloneProof,
    'elects the same when a candidate is joined by a clone',
    (rule, election, chance) => {
      const count = election.candidates.length;
      const all = election.candidates.map((_, c) => c);
      const original = chance.below(count);
      const ballots = election.ballots.map(([weight]): [number, number[]] => [weight, chance.shuffled(all)]);
      const joined = ballots.map(([weight, ranking]): [number, number[]] => {
        const pair = chance.shuffled([original, count]);
        return [weight, ranking.flatMap((c) => (c === original ? pair : [c]))];
      });
      const tied = { ...rule, options: () => ({ ...rule.options([]), tie_break: { mode: 'report_tie' } }) };
      const candidates = [...election.candidates, 'clone'];
      const before = outcomeOf(tied, { ...election, ballots })['winners'];
      const after: number[] = outcomeOf(tied, { ...election, candidates, ballots: joined })['winners'];
      deepStrictEqual(sorted([...new Set(after.map((c) => (c === count ? original : c)))]), before);
    },
  ),
  ...claimOf(
    majority,
    'elects whoever is first on more than half of all ballots',
    (rule, election) => {
      const first = (c: number): number =>
        election.ballots.reduce((sum, [w, [top]]) => sum + (top === c ? w : 0), 0);
      const all = election.ballots.reduce((sum, [w]) => sum + w, 0);
      const favourite = election.candidates.findIndex((_, c) => 2 * first(c) > all);
      if (favourite < 0) return false;
      deepStrictEqual(outcomeOf(rule, election)['winners'], [favourite]);
      return true;
    },
    10,
  ),
  ...claimOf(proportional, 'is proportional for solid coalitions', (rule, election, chance) => {
    const count = election.candidates.length;
    const inside = 1 + chance.below(count);
    const ballots = election.ballots.map(([weight]): [number, number[]] => {
      const loyal = chance.oneIn(2);
      const coalition = chance.shuffled(Array.from({ length: inside }, (_, c) => c));
      const others = chance.shuffled(Array.from({ length: count - inside }, (_, c) => inside + c));
      return [weight, loyal ? [...coalition, ...others] : [...others, ...coalition]];
    });
    const loyal = ballots.reduce((sum, [w, [top]]) => sum + (top! < inside ? w : 0), 0);
    const all = ballots.reduce((sum, [w]) => sum + w, 0);
    const quota = Math.floor(all / (election.seats + 1)) + 1;
    const owed = Math.min(Math.floor(loyal / quota), inside, election.seats);
    const { winners } = outcomeOf(rule, { ...election, ballots });
    ok(
      winners.filter((c: number) => c < inside).length >= owed,
      'the coalition gets fewer seats than it is owed',
    );
  }),
];
