import { type Ratio } from '../../../shared/ratio.js';
import { OBJECTION_STATES, type ObjectionState } from '../tally/assent/consent.js';
import { VOTES, type Vote } from '../tally/assent/threshold-count.js';
import { BASES, MEASURES, QUORUM_KINDS } from '../tally/assent/threshold-rule.js';
import { COMPARISONS } from '../tally/fraction-option.js';
import { readBallots, type BallotsResult } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';

export const THRESHOLD_OUTCOMES = ['passed', 'failed', 'no_quorum', 'tie', 'blocked', 'open'] as const;
export const CONSENT_OUTCOMES = ['passed', 'objected', 'no_ballots'] as const;

/** Counted, compared with fraction × base: all that is needed to check it by hand. */
export interface ShareCondition {
  readonly counted: Ratio;
  readonly base: Ratio;
  readonly fraction: Ratio;
  readonly comparison: (typeof COMPARISONS)[number];
  readonly needed: Ratio;
  readonly met: boolean;
}

/** A majority or a quorum of everybody, or of one class of members by its code. */
export interface GroupCondition extends ShareCondition {
  readonly ofClass: string | null;
  readonly measure: (typeof MEASURES)[number];
}
export interface MajorityResult extends GroupCondition {
  readonly baseName: (typeof BASES)[number];
}
export interface QuorumResult extends GroupCondition {
  /** What counts towards it; `named`: the votes that the rule names one by one. */
  readonly kind: (typeof QUORUM_KINDS)[number] | 'named';
  readonly counting: readonly Vote[];
}

/** What one vote received. */
export interface VoteTotal {
  readonly vote: Vote;
  readonly votes: Ratio;
  readonly people: Ratio;
}

/** A class whose votes together count at most as a share of all. */
export interface CapResult {
  readonly ofClass: string;
  readonly share: Ratio;
  readonly cast: Ratio;
  readonly counted: Ratio;
  /** What each of its votes counts; 1 where the cap does not bind. */
  readonly scaling: Ratio;
}

/** `threshold`: for or against. */
export interface ThresholdResult {
  readonly family: 'threshold';
  readonly method: 'threshold';
  readonly outcome: (typeof THRESHOLD_OUTCOMES)[number];
  readonly decidedEarly: boolean;
  readonly votes: readonly VoteTotal[];
  readonly eligible: { readonly votes: Ratio; readonly people: Ratio };
  readonly quorums: readonly QuorumResult[];
  readonly majorities: readonly MajorityResult[];
  readonly caps: readonly CapResult[];
}

/** `consent`: passed when no objection is open. */
export interface ConsentResult {
  readonly family: 'consent';
  readonly method: 'consent';
  readonly outcome: (typeof CONSENT_OUTCOMES)[number];
  readonly consenting: Ratio;
  readonly standingAside: Ratio;
  readonly objecting: Ratio;
  readonly openObjections: number;
  readonly objections: readonly { readonly reason: string; readonly state: ObjectionState }[];
}

/** One proposal on the scale of agreement. */
export interface GradientsProposal {
  readonly proposal: number;
  /** Votes per step, the fullest agreement first. */
  readonly votesByStep: readonly Ratio[];
  /** The step in the middle, 0 the fullest agreement; null without marks. */
  readonly median: number | null;
  /** Those who can live with it, of all who placed themselves. */
  readonly canLiveWith: ShareCondition;
  readonly passed: boolean;
}

/** `gradients` of agreement. */
export interface GradientsResult extends BallotsResult {
  readonly family: 'gradients';
  readonly method: 'gradients';
  /** The first so many steps can live with it. */
  readonly stepsOfConsent: number;
  readonly proposals: readonly GradientsProposal[];
}

export function readThresholdResult(outcome: OutcomeFields): ThresholdResult {
  const [votes, people] = [outcome.object('tally'), outcome.object('people')];
  const eligible = outcome.object('eligible');
  return {
    family: 'threshold',
    method: 'threshold',
    outcome: outcome.oneOf('outcome', THRESHOLD_OUTCOMES),
    decidedEarly: outcome.flag('decided_early'),
    votes: VOTES.map((vote) => ({ vote, votes: votes.number(vote), people: people.number(vote) })),
    eligible: { votes: eligible.number('weight'), people: eligible.number('people') },
    quorums: outcome
      .objects('quorums')
      .map((quorum) => ({ ...readGroup(quorum), ...readQuorumKind(quorum) })),
    majorities: outcome
      .objects('majorities')
      .map((majority) => ({ ...readGroup(majority), baseName: majority.oneOf('base_name', BASES) })),
    caps: outcome.objects('caps').map((cap) => ({
      ofClass: cap.text('class'),
      share: cap.number('share'),
      cast: cap.number('cast'),
      counted: cap.number('counted'),
      scaling: cap.number('scaling'),
    })),
  };
}

const readGroup = (condition: OutcomeFields): GroupCondition => ({
  ...readShare(condition),
  ofClass: condition.isText('of', 'all') ? null : condition.text('of'),
  measure: condition.oneOf('measure', MEASURES),
});

function readQuorumKind(quorum: OutcomeFields): Pick<QuorumResult, 'kind' | 'counting'> {
  const kind = quorum.oneOf('kind', [...QUORUM_KINDS, 'named'] as const);
  return { kind, counting: kind === 'named' ? quorum.listOf('counting', VOTES) : [] };
}

const readShare = (condition: OutcomeFields): ShareCondition => ({
  counted: condition.number('counted'),
  base: condition.number('base'),
  fraction: condition.number('fraction'),
  comparison: condition.oneOf('comparison', COMPARISONS),
  needed: condition.number('needed'),
  met: condition.flag('met'),
});

export function readConsentResult(outcome: OutcomeFields): ConsentResult {
  const tally = outcome.object('tally');
  return {
    family: 'consent',
    method: 'consent',
    outcome: outcome.oneOf('outcome', CONSENT_OUTCOMES),
    consenting: tally.number('consent'),
    standingAside: tally.number('stand_aside'),
    objecting: tally.number('object'),
    openObjections: outcome.integer('open_objections'),
    objections: outcome.objects('objections').map((objection) => ({
      reason: objection.text('reason'),
      state: objection.oneOf('state', OBJECTION_STATES),
    })),
  };
}

export function readGradientsResult(outcome: OutcomeFields): GradientsResult {
  return {
    ...readBallots(outcome),
    family: 'gradients',
    method: 'gradients',
    stepsOfConsent: outcome.integer('can_live_with_steps'),
    proposals: outcome.objects('proposals').map((stored, proposal) => ({
      proposal,
      votesByStep: stored.numbers('distribution'),
      median: stored.integerOrNull('median'),
      canLiveWith: readShare(stored.object('can_live_with')),
      passed: stored.flag('passed'),
    })),
  };
}
