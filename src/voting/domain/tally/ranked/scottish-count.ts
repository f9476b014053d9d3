import { highestOf, lowestOf, sumOf } from './round-decisions.js';
import { StageCount } from './stage-count.js';
import { plainMarks, type PreparedStv } from './stv-rule.js';
import { asJson, type Outcome } from '../tally-method.js';

interface Stage {
  readonly round: number;
  readonly quota: string;
  readonly votes: Readonly<Record<string, string>>;
  readonly elected: readonly number[];
  readonly eliminated: readonly number[];
  readonly transferred: number | null;
  readonly non_transferable: string;
}

/**
 * Scottish Local Government Elections Order 2007, rules 45 to 52. The quota is floor(valid ÷ (seats + 1)) + 1,
 * a ballot being valid if it has a first preference. Whoever reaches it is elected. Then, one per stage: the
 * largest surplus passes on, each paper at its value × surplus ÷ the candidate's votes, cut to five decimals
 * in one step; with no surplus left, the lowest candidate is excluded and their papers pass on at the value
 * they came with. Equal surpluses and equal lowest: the latest earlier stage at which they differ, then the
 * drawn order. The count ends when the seats are filled or those continuing are as many as the seats left.
 * A stage shows the state at its end; non-transferable is the valid ballots less all candidates' votes.
 */
export function countScottish(prepared: PreparedStv): Outcome {
  const count = new StageCount(prepared, 5, plainMarks(0));
  const quota = (count.valid / (count.scale * BigInt(prepared.seats + 1)) + 1n) * count.scale;
  const stages: Stage[] = [];
  const everyone = [...count.hopeful.keys()];
  let eliminated: number[] = [];
  let transferred: number | null = null;
  for (;;) {
    const elected = count.electAtQuota(quota);
    count.pending.push(...elected.filter((candidate) => count.votes[candidate]! > quota));
    const complete = count.isComplete();
    if (complete) elected.push(...count.electRemaining());
    stages.push({
      round: stages.length,
      quota: count.text(quota),
      votes: count.votesText(),
      elected,
      eliminated,
      transferred,
      non_transferable: count.text(count.valid - sumOf(everyone, count.votes)),
    });
    count.history.push([...count.votes]);
    if (complete) break;
    [eliminated, transferred] = nextStage(count, quota, stages.length);
    if (count.undecided) break;
  }
  return {
    winners: count.elected,
    ...count.ruleJson(),
    quota_final: count.text(quota),
    rounds: asJson(stages),
    ties: asJson(count.ties),
  };
}

function nextStage(count: StageCount, quota: bigint, round: number): [number[], number | null] {
  if (count.pending.length > 0) {
    const from = count.pick(highestOf(count.pending, count.votes), 'surplus_first', round);
    if (from === null) return [[], null];
    const votes = count.votes[from]!;
    count.transfer(from, (value) => (value * (votes - quota)) / votes);
    count.votes[from] = quota;
    count.pending = count.pending.filter((candidate) => candidate !== from);
    return [[], from];
  }
  const lowest = count.pick(lowestOf(count.hopefuls(), count.votes), 'exclusion', round);
  if (lowest === null) return [[], null];
  count.hopeful[lowest] = 0;
  count.votes[lowest] = 0n;
  count.transfer(lowest, (value) => value);
  return [[lowest], null];
}
