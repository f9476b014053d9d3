import { graphql } from '../support/client.js';

export const castConsentDocument = graphql(`
  mutation CastConsent($input: CastBallotInput!) {
    castBallot(input: $input) {
      __typename
      ... on BallotCast {
        revision
      }
      ... on CastBallotRefused {
        reason
        message
        details
      }
    }
  }
`);
export const answerObjectionDocument = graphql(`
  mutation AnswerObjection($input: AnswerObjectionInput!) {
    answerObjection(input: $input) {
      __typename
      ... on ObjectionAnswered {
        objection {
          state
        }
      }
      ... on AnswerObjectionRefused {
        reason
        message
      }
    }
  }
`);
export const integrateObjectionsDocument = graphql(`
  mutation IntegrateObjections($input: IntegrateObjectionsInput!, $key: String!) {
    integrateObjections(input: $input, idempotencyKey: $key) {
      __typename
      ... on ObjectionsIntegrated {
        textVersion
        askedAgainPeople
        proposal {
          title
          versions {
            version
            pollTextVersion
          }
        }
      }
      ... on IntegrateObjectionsRefused {
        reason
        message
        details
      }
    }
  }
`);
export const recordDissentDocument = graphql(`
  mutation RecordDissent($input: RecordDissentInput!) {
    recordDissent(input: $input) {
      __typename
      ... on DissentRecorded {
        poll {
          id
        }
      }
      ... on RecordDissentRefused {
        reason
        message
      }
    }
  }
`);
export const consentPollDocument = graphql(`
  query ConsentPoll($id: ID!) {
    poll(id: $id) {
      question
      textVersion
      closesAt
      method
      myBallot {
        consent
      }
      askedAgain {
        textVersion
        summary
      }
      objections(first: 20) {
        nodes {
          id
          reason
          state
          objector {
            name
          }
          history {
            kind
            text
            textVersion
          }
          viewerCan {
            answer {
              allowed
            }
            integrate {
              allowed
            }
          }
        }
      }
      dissents(first: 20) {
        nodes {
          reason
        }
      }
      result {
        outcome
      }
    }
  }
`);
export const decidedDocument = graphql(`
  query Decided($id: ID!) {
    proposal(id: $id) {
      decision {
        title
        text
        outcome
        poll {
          dissents(first: 20) {
            nodes {
              reason
            }
          }
        }
      }
    }
  }
`);
