import { graphql } from '../support/client.js';

export const delegateDocument = graphql(`
  mutation Delegate($input: DelegateInput!) {
    delegate(input: $input) {
      __typename
      ... on DelegationChanged {
        delegationId
      }
      ... on DelegateRefused {
        reason
        message
      }
    }
  }
`);
export const declineDelegationDocument = graphql(`
  mutation Decline($delegationId: ID!) {
    declineDelegation(delegationId: $delegationId) {
      __typename
      ... on DelegationChanged {
        delegation {
          state
        }
      }
      ... on DeclineDelegationRefused {
        reason
        message
      }
    }
  }
`);
export const delegationsDocument = graphql(`
  query Delegations($includeEnded: Boolean) {
    delegationsToMe(includeEnded: $includeEnded) {
      nodes {
        id
        state
        scope
        principal {
          name
        }
      }
    }
  }
`);
export const standingDocument = graphql(`
  query Standing($pollId: ID!) {
    poll(id: $pollId) {
      delegation {
        allowed
        viewerCanDelegate {
          allowed
          reason
        }
      }
      myStanding {
        kind
        isFinal
        nextHolder {
          name
        }
        holder {
          name
        }
        sentences(language: EN)
      }
      votesHeldByMe {
        people
      }
      result {
        isFinal
        sentences(language: EN)
      }
    }
  }
`);
