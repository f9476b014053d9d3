import { graphql } from '../support/client.js';

export const respondDocument = graphql(`
  mutation Respond($input: RespondToRunInput!) {
    respondToRun(input: $input) {
      __typename
      ... on RunResponded {
        responseId
      }
      ... on RespondToRunRefused {
        reason
        message
      }
    }
  }
`);
export const answerDocument = graphql(`
  mutation AnswerReview($input: AnswerReviewInput!) {
    answerReview(input: $input) {
      __typename
      ... on ReviewAnswered {
        responseId
      }
      ... on AnswerReviewRefused {
        reason
        message
      }
    }
  }
`);
export const decideDocument = graphql(`
  mutation DecideDispute($input: DecideDisputeInput!) {
    decideDispute(input: $input) {
      __typename
      ... on DisputeDecided {
        response {
          state
          ending
          releases {
            releasedMinor
            heldAfterMinor
          }
        }
      }
      ... on DecideDisputeRefused {
        reason
        message
      }
    }
  }
`);
export const reviewDocument = graphql(`
  query Review($runId: ID!) {
    runReview(runId: $runId) {
      summary {
        agreements
        disputesOpen
        objectionsToRules
        releasedMinor
      }
      viewerCanRespond {
        allowed
        reason
      }
      responses(first: 50) {
        nodes {
          kind
          body
          state
          recordedQuantity
          claimedQuantity
          member {
            number
          }
          viewerCan {
            decideDispute {
              allowed
              reason
            }
          }
          history {
            act
          }
        }
      }
      myClass {
        people
        medianMinor
      }
      myChange {
        beforeMinor
        afterMinor
      }
    }
    distributionRun(id: $runId) {
      state
      myLines {
        pool
        amountMinor
        leastMinor
        why {
          bases {
            basis
            quantity
            total
          }
          share
          exactMinor
          floorMinor
          remainder
        }
      }
    }
  }
`);
