import { isRefusal } from '../../../shared/refusal.js';
import { approval } from './approval.js';
import { choice } from './choice.js';
import { consent } from './consent.js';
import { delegation } from './delegation.js';
import { dots } from './dots.js';
import { gradients } from './gradients.js';
import { majorityJudgment } from './majority-judgment.js';
import { pbGreedy } from './pb-greedy.js';
import { pbEqualShares } from './pb-mes.js';
import { pbPhragmen } from './pb-phragmen.js';
import { quadratic } from './quadratic.js';
import { score } from './score.js';
import { star } from './star.js';
import { threshold } from './threshold.js';
import { weightedSplit } from './weighted-split.js';
import { borda } from './borda.js';
import { copeland } from './copeland.js';
import { instantRunoff } from './instant-runoff.js';
import { minimax } from './minimax.js';
import { rankedPairs } from './ranked-pairs.js';
import { schulze } from './schulze.js';
import { singleTransferableVote } from './single-transferable-vote.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from './tally-method.js';

/** Every method and version that can be counted; a new method is one line here. */
export const TALLY_METHODS: readonly TallyMethod[] = [
  instantRunoff,
  singleTransferableVote,
  schulze,
  rankedPairs,
  minimax,
  copeland,
  borda,
  approval,
  choice,
  consent,
  delegation,
  dots,
  gradients,
  majorityJudgment,
  pbGreedy,
  pbEqualShares,
  pbPhragmen,
  quadratic,
  score,
  star,
  threshold,
  weightedSplit,
];

/** The method of that name and version (the newest, without a version), or a refusal that names what is known. */
export function findMethod(name: string, version?: number): TallyMethod | TallyRefusal {
  const versions = TALLY_METHODS.filter((method) => method.name === name);
  if (versions.length === 0) {
    const known = [...new Set(TALLY_METHODS.map((method) => method.name))].sort().join(', ');
    return refuseTally('UNKNOWN_METHOD', `There is no method "${name}". Known methods: ${known}.`);
  }
  const newest = versions.reduce((a, b) => (b.version > a.version ? b : a));
  if (version === undefined) return newest;
  return (
    versions.find((method) => method.version === version) ??
    refuseTally('UNKNOWN_VERSION', `The method "${name}" has no version ${version}.`)
  );
}

/** Counts an election by its named rule. Pure: the same election gives the same bytes. */
export function tallyElection(election: Election): Outcome | TallyRefusal {
  const method = findMethod(election.method, election.version);
  if (isRefusal(method)) return method;
  const prepared = method.prepare(election);
  return isRefusal(prepared) ? (prepared as TallyRefusal) : method.count(prepared);
}
