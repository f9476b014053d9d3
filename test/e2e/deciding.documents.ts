import { graphql } from '../support/client.js';

export const draftRunDocument = graphql(`
  mutation DraftRun($input: DraftRunInput!, $key: String!) {
    draftRun(input: $input, idempotencyKey: $key) {
      __typename
      ... on RunDrafted {
        runId
      }
      ... on DraftRunRefused {
        reason
        message
        details
      }
    }
  }
`);
export const computeRunDocument = graphql(`
  mutation ComputeRun($runId: ID!) {
    computeRun(runId: $runId) {
      __typename
      ... on RunComputationStarted {
        runId
        runHash
      }
      ... on ComputeRunRefused {
        reason
        message
      }
    }
  }
`);
export const openRunReviewDocument = graphql(`
  mutation OpenRunReview($input: OpenRunReviewInput!) {
    openRunReview(input: $input) {
      __typename
      ... on RunReviewOpened {
        runId
      }
      ... on OpenRunReviewRefused {
        reason
        message
      }
    }
  }
`);
export const putRunToVoteDocument = graphql(`
  mutation PutRunToVote($input: ProposeRunInput!, $key: String!) {
    putRunToVote(input: $input, idempotencyKey: $key) {
      __typename
      ... on RunPutToVote {
        runId
        proposalId
      }
      ... on PutRunToVoteRefused {
        reason
        message
        details
      }
    }
  }
`);
export const draftProposalDocument = graphql(`
  mutation Draft($input: DraftProposalInput!, $key: String!) {
    draftProposal(input: $input, idempotencyKey: $key) {
      __typename
      ... on ProposalDrafted {
        proposalId
      }
      ... on DraftProposalRefused {
        reason
        message
        details
      }
    }
  }
`);
export const publishDocument = graphql(`
  mutation Publish($proposalId: ID!) {
    publishProposal(proposalId: $proposalId) {
      __typename
      ... on ProposalPublished {
        proposalId
      }
      ... on PublishProposalRefused {
        reason
        message
      }
    }
  }
`);
export const openVoteDocument = graphql(`
  mutation OpenVote($input: OpenVoteInput!, $key: String!) {
    openVote(input: $input, idempotencyKey: $key) {
      __typename
      ... on VoteOpened {
        pollId
      }
      ... on OpenVoteRefused {
        reason
        message
      }
    }
  }
`);
export const castBallotDocument = graphql(`
  mutation Cast($input: CastBallotInput!) {
    castBallot(input: $input) {
      __typename
      ... on BallotCast {
        revision
        checkCode
      }
      ... on CastBallotRefused {
        reason
        message
      }
    }
  }
`);
export const retryEffectDocument = graphql(`
  mutation Retry($decisionId: ID!, $key: String!) {
    retryEffect(decisionId: $decisionId, idempotencyKey: $key) {
      __typename
      ... on EffectRetried {
        decision {
          stage
          blockedReason
          attempts {
            carriedOut
            reason
          }
        }
      }
      ... on RetryEffectRefused {
        reason
        message
      }
    }
  }
`);
export const proposalDocument = graphql(`
  query ProposalNow($id: ID!) {
    proposal(id: $id) {
      state
      poll {
        id
        ruleVersion
        visibility
        turnout {
          people
          eligiblePeople
        }
        result {
          outcome
          isFinal
          sentences(language: EN)
        }
      }
      decision {
        id
        number
        outcome
        stage
        ruleKey
        ruleVersion
        blockedReason
        blockedMessage
        attempts {
          carriedOut
          reason
          message
        }
        viewerCan {
          retryEffect {
            allowed
            reason
          }
        }
      }
    }
  }
`);
export const rulesDocument = graphql(`
  query Rules($key: String!) {
    bylawHistory(key: $key) {
      version
      article
      inWords
      decisionId
    }
  }
`);
export const returnRunToReviewDocument = graphql(`
  mutation ReturnRunToReview($input: ReturnRunInput!) {
    returnRunToReview(input: $input) {
      __typename
      ... on RunReturned {
        runId
      }
      ... on ReturnRunToReviewRefused {
        reason
        message
      }
    }
  }
`);
export const runProgressDocument = graphql(`
  query RunProgress($runId: ID!) {
    distributionRun(id: $runId) {
      state
      progress {
        phase
        done
        total
        refusalReason
      }
    }
  }
`);
