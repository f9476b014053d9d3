import { isRefusal } from '../../../shared/refusal.js';
import { approval } from './marks/approval.js';
import { choice } from './marks/choice.js';
import { consent } from './assent/consent.js';
import { delegation } from './assent/delegation.js';
import { dots } from './points/dots.js';
import { gradients } from './assent/gradients.js';
import { majorityJudgment } from './marks/majority-judgment.js';
import { pbGreedy } from './funds/pb-greedy.js';
import { pbEqualShares } from './funds/pb-mes.js';
import { pbPhragmen } from './funds/pb-phragmen.js';
import { quadratic } from './points/quadratic.js';
import { score } from './marks/score.js';
import { star } from './marks/star.js';
import { threshold } from './assent/threshold.js';
import { weightedSplit } from './points/weighted-split.js';
import { borda } from './ranked/borda.js';
import { copeland } from './ranked/copeland.js';
import { instantRunoff } from './ranked/instant-runoff.js';
import { minimax } from './ranked/minimax.js';
import { rankedPairs } from './ranked/ranked-pairs.js';
import { schulze } from './ranked/schulze.js';
import { singleTransferableVote } from './ranked/single-transferable-vote.js';
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
  const { packed } = election;
  if (packed && (packed.form !== method.reads || election.ballots.length > 0))
    return refuseTally('INVALID_BALLOT', `The method "${method.name}" does not count packed ${packed.form}.`);
  const prepared = method.prepare(election);
  return isRefusal(prepared) ? (prepared as TallyRefusal) : method.count(prepared);
}
