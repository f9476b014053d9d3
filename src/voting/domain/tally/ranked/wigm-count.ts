import { highestOf, lowestOf } from './round-decisions.js';
import { StageCount } from './stage-count.js';
import { plainMarks, type PreparedStv } from './stv-rule.js';
import { asJson, type Outcome } from '../tally-method.js';

/**
 * The Proportional Representation Foundation's reference rule for weighted inclusive Gregory, four decimals,
 * every product and quotient cut. The quota is valid ÷ (seats + 1), cut, plus 0.0001. Round by round: whoever
 * has a quota is elected; the largest surplus (possibly zero) passes on, each paper at value × surplus, cut,
 * ÷ the candidate's votes, cut; without a surplus the lowest is excluded. Round 0 shows first preferences.
 * `nt_votes` are papers that found nobody; what cutting loses is in none of the figures. `surplus` is what is
 * left above the quota of whoever's surplus was passed on: nothing.
 */
export function countWigm(prepared: PreparedStv): Outcome {
  const count = new StageCount(prepared, 4, plainMarks(null));
  const perVote = BigInt(prepared.ballots.weights.perVote);
  const quota = (count.valid / (perVote * BigInt(prepared.seats + 1)) + 1n) * perVote;
  const rounds: Record<string, unknown>[] = [];
  let exhausted = 0n;
  const show = (elected: number[], eliminated: number[]): void => {
    const [quotaText, votes, nt_votes] = [count.text(quota), count.votesText(), count.text(exhausted)];
    rounds.push({
      round: rounds.length,
      quota: quotaText,
      votes,
      elected,
      eliminated,
      nt_votes,
      surplus: count.text(0n),
    });
    count.history.push([...count.votes]);
  };
  show([], []);
  while (!count.isComplete()) {
    const elected = count.electAtQuota(quota);
    count.pending.push(...elected);
    const from = count.pending.length > 0 ? surplusFirst(count, rounds.length) : null;
    const out = count.pending.length > 0 || count.undecided ? null : lowest(count, rounds.length);
    if (from !== null) exhausted += passSurplusOn(count, from, quota);
    if (out !== null) exhausted += exclude(count, out);
    if (count.isComplete()) elected.push(...count.electRemaining());
    show(elected, out === null ? [] : [out]);
  }
  if (rounds.length === 1) rounds[0]!['elected'] = count.electRemaining();
  return {
    winners: count.elected,
    ...count.ruleJson(),
    quota_final: count.text(quota),
    rounds: asJson(rounds),
    ties: asJson(count.ties),
  };
}

const surplusFirst = (count: StageCount, round: number): number | null =>
  count.pick(highestOf(count.pending, count.votes), 'surplus_first', round);

const lowest = (count: StageCount, round: number): number | null =>
  count.pick(lowestOf(count.hopefuls(), count.votes), 'exclusion', round);

function passSurplusOn(count: StageCount, from: number, quota: bigint): bigint {
  const votes = count.votes[from]!;
  const one = 10n ** BigInt(count.decimals);
  const perVote = count.scale / one;
  const surplus = (votes - quota) / perVote;
  const total = votes / perVote;
  const lost = count.transfer(from, (value) => (((value * surplus) / one) * one) / total);
  count.votes[from] = quota;
  count.pending = count.pending.filter((candidate) => candidate !== from);
  return lost;
}

function exclude(count: StageCount, candidate: number): bigint {
  count.hopeful[candidate] = 0;
  count.votes[candidate] = 0n;
  return count.transfer(candidate, (value) => value);
}
