import { isRefusal } from '../../src/shared/refusal.js';
import { tallyElection } from '../../src/voting/domain/tally/method-registry.js';
import { inTurns, millisecondsOf } from '../in-turns.js';
import { electionOf } from './elections.js';

// A process of its own for each method, so that its memory can be told: `count-process.js NAME BALLOTS OPTIONS ROUNDS`.
const [name = '', ballots = '', options = '', rounds = '5'] = process.argv.slice(2);
const election = electionOf(name, Number(ballots), Number(options));

/** The limit: one pass over the same ballots that only adds up first choices (of scores, what the first option got). */
function firstChoices(): Float64Array {
  const counts = new Float64Array(Math.max(election.candidates.length, 2));
  const { packed } = election;
  if (!packed)
    for (const [weight, ballot] of election.ballots) {
      const first = typeof ballot === 'number' ? ballot : (ballot as readonly (readonly number[])[])[0]![0]!;
      counts[first]! += weight as number;
    }
  else if (packed.form === 'marks') addFirst(counts, packed.units, packed.marks, null);
  else addFirst(counts, packed.units, packed.form === 'choices' ? packed.chosen : packed.marks, packed.start);
  return counts;
}

function addFirst(
  counts: Float64Array,
  units: Float64Array,
  marks: Int16Array | Int32Array,
  start: Int32Array | null,
): void {
  const width = election.candidates.length;
  for (let ballot = 0; ballot < units.length; ballot += 1)
    counts[marks[start ? start[ballot]! : ballot * width]!]! += units[ballot]!;
}

let kept: unknown;
const before = process.memoryUsage().rss;
const pair = await inTurns(
  () =>
    millisecondsOf(() => {
      const outcome = tallyElection(election);
      if (isRefusal(outcome)) throw new Error(`${outcome.message} ${outcome.details.join(' ')}`);
      kept = outcome;
    }),
  () => millisecondsOf(() => (kept = firstChoices())),
  Number(rounds),
  1,
);
const most = process.resourceUsage().maxRSS * 1024;
console.log(
  JSON.stringify({ ...pair, ballotsMB: before / 1e6, countMB: (most - before) / 1e6, kept: typeof kept }),
);
