import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { Ratio } from '../../../src/shared/ratio.js';
import { strictElection, type Chance } from '../../support/generated-elections.js';
import { outcomeOf, RANKED_RULES, type RankedRule } from '../../support/ranked-rules.js';
import { type CaseProperty } from '../case-property.js';

export type Strict = ReturnType<typeof strictElection>;
export const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

/** A claim about each of some rules, as a property of its own. */
export const claimOf = (
  rules: readonly RankedRule[],
  claim: string,
  check: (rule: RankedRule, election: Strict, chance: Chance) => boolean | void,
  meetsOneIn = 1,
): CaseProperty[] =>
  rules.map((rule) => ({
    method: rule.method,
    rule: rule.name,
    claim,
    check: (chance) => check(rule, strictElection(chance), chance),
    meetsOneIn,
  }));

/** The same election with the candidates listed in another order: candidate c becomes place[c]. */
const relabelled = (election: Strict, place: readonly number[]): Strict => ({
  ...election,
  candidates: election.candidates.map((_, index) => `renamed ${index}`),
  ballots: election.ballots.map(([weight, ranking]) => [weight, ranking.map((c) => place[c]!)]),
  order: election.order.map((c) => place[c]!),
});

const total = (election: Strict): Ratio => sum(election.ballots.map(([weight]) => weight));
const valid = (election: Strict): Ratio =>
  sum(election.ballots.map(([weight, ranking]) => (ranking.length > 0 ? weight : 0)));
const sum = (values: readonly (string | number)[]): Ratio =>
  values.reduce<Ratio>((all, value) => all.plus(Ratio.parse(String(value))!), Ratio.zero);

/** What every method on rankings keeps: order, names, seats, and an account of every ballot in every round. */
export const RANKED_PROPERTIES: readonly CaseProperty[] = [
  ...claimOf(
    RANKED_RULES,
    'gives the same bytes for ballots in another order, split, merged or counted again',
    (rule, election, chance) => {
      const halves = election.ballots.flatMap(([weight, ranking]): [number, number[]][] => {
        const half = Math.floor(weight / 2);
        const rest: [number, number[]] = [weight - half, ranking];
        return half > 0 ? [[half, ranking], rest] : [rest];
      });
      const other = { ...election, ballots: chance.shuffled(halves) };
      strictEqual(JSON.stringify(outcomeOf(rule, other)), JSON.stringify(outcomeOf(rule, election)));
    },
  ),
  ...claimOf(
    RANKED_RULES,
    'elects the same candidates under other names and in another order',
    (rule, election, chance) => {
      const place = chance.shuffled(election.candidates.map((_, c) => c));
      const winners = outcomeOf(rule, election)['winners'].map((c: number) => place[c]);
      deepStrictEqual(sorted(outcomeOf(rule, relabelled(election, place))['winners']), sorted(winners));
    },
  ),
  ...claimOf(
    RANKED_RULES,
    'fills the seats as far as there are candidates and votes',
    (rule, election) => {
      const { winners } = outcomeOf(rule, election);
      const seats = rule.seats === 'one' ? 1 : election.seats;
      strictEqual(new Set(winners).size, winners.length);
      if (!election.ballots.some(([, ranking]) => ranking.length > 0)) return false;
      strictEqual(winners.length, Math.min(seats, election.candidates.length));
      return true;
    },
    2,
  ),
  ...claimOf(
    RANKED_RULES.filter((rule) => rule.method === 'irv' || rule.name.includes('gregory')),
    'accounts for all ballots in every round: tallies, exhausted by cause, undervotes, residual surplus',
    (rule, election) => {
      const outcome = outcomeOf(rule, election);
      for (const { tally, inactive, residual_surplus } of outcome['rounds']) {
        const rest = [outcome['undervotes'], residual_surplus ?? '0'];
        const parts = [...Object.values<string>(tally), ...Object.values<string>(inactive), ...rest];
        strictEqual(sum(parts).toString(), total(election).toString());
      }
    },
  ),
  ...claimOf(
    RANKED_RULES.filter((rule) => rule.name.includes('scottish')),
    'accounts for the valid ballots at every stage: votes and non-transferable',
    (rule, election) => {
      for (const { votes, non_transferable } of outcomeOf(rule, election)['rounds'])
        strictEqual(
          sum([...Object.values<string>(votes), non_transferable]).toString(),
          valid(election).toString(),
        );
    },
  ),
  ...claimOf(
    RANKED_RULES.filter(({ name }) => /wigm|meek|warren/.test(name)),
    'never counts more than the valid ballots, and less only by cutting',
    (rule, election) => {
      const cut = rule.name.includes('wigm')
        ? Ratio.of(BigInt(election.ballots.length * 100), 1000n)
        : Ratio.of(1n, 1_000_000n);
      for (const round of outcomeOf(rule, election)['rounds']) {
        const counted = sum([...Object.values<string>(round.votes), round.nt_votes ?? round.residual]);
        const missing = valid(election).minus(counted);
        const excludedUnderPrf = rule.name.includes('meek-prf') && round.eliminated.length > 0;
        ok(!missing.plus(Ratio.of(1n, 10n ** 15n)).isNegative(), 'more votes than ballots');
        if (!excludedUnderPrf) ok(!cut.isLessThan(missing), 'votes are missing');
      }
    },
  ),
];
