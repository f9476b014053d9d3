import type {
  ConsentResult,
  GradientsResult,
  GroupCondition,
  ShareCondition,
  ThresholdResult,
} from '../domain/results/assent-result.js';
import { ballotsShown } from './count-common-shown.js';

const shareShown = ({ counted, base, fraction, comparison, needed, met }: ShareCondition): object => ({
  counted: counted.toString(),
  base: base.toString(),
  fraction: fraction.toString(),
  comparison: comparison === '>' ? 'more_than' : 'at_least',
  needed: needed.toString(),
  met,
});

const groupShown = (condition: GroupCondition): object => ({
  ...shareShown(condition),
  ofClass: condition.ofClass,
  isOfPeople: condition.measure === 'people',
});

export const thresholdShown = (result: ThresholdResult): object => ({
  family: result.family,
  outcome: result.outcome,
  decidedEarly: result.decidedEarly,
  votes: result.votes.map(({ vote, votes, people }) => ({
    choice: vote,
    votes: votes.toString(),
    people: people.toString(),
  })),
  eligibleVotes: result.eligible.votes.toString(),
  eligiblePeople: result.eligible.people.toString(),
  quorums: result.quorums.map((quorum) => ({
    ...groupShown(quorum),
    kind: quorum.kind,
    counting: quorum.counting,
  })),
  majorities: result.majorities.map((majority) => ({ ...groupShown(majority), baseName: majority.baseName })),
  caps: result.caps.map(({ ofClass, share, cast, counted, scaling }) => ({
    ofClass,
    share: share.toString(),
    cast: cast.toString(),
    counted: counted.toString(),
    scaling: scaling.toString(),
  })),
});

export const consentShown = (result: ConsentResult): object => ({
  family: result.family,
  finding: result.outcome,
  consenting: result.consenting.toString(),
  standingAside: result.standingAside.toString(),
  objecting: result.objecting.toString(),
  openObjections: result.openObjections,
  objections: result.objections,
});

/** A poll asks one question, so its scale has one proposal. */
export function gradientsShown(result: GradientsResult): object {
  const { votesByStep, median, canLiveWith, passed } = result.proposals[0]!;
  return {
    family: result.family,
    ...{ passed, median, stepsOfConsent: result.stepsOfConsent },
    votesByStep: votesByStep.map(String),
    canLiveWith: shareShown(canLiveWith),
    ballots: ballotsShown(result),
  };
}
