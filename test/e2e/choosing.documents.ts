import { graphql } from '../support/client.js';

/** A vote among options, with the ballot of who asks and all that the result says. */
export const rankedPollDocument = graphql(`
  query RankedPoll($id: ID!) {
    poll(id: $id) {
      id
      state
      method
      seats
      tieSeed
      options {
        position
        label
        description
      }
      myBallot {
        ranking
        revision
        checkCode
      }
      turnout {
        people
      }
      result {
        outcome
        winners {
          position
          label
        }
        takenPart {
          people
        }
        blank {
          people
        }
        quorum {
          counted
          needed
          met
        }
        ballotsHash
        sentences(language: EN)
        count {
          __typename
          ... on RunoffCount {
            elected {
              label
            }
            rounds {
              round
              quota
              votes {
                option {
                  label
                }
                amount
              }
              excluded {
                label
              }
              elected {
                label
              }
            }
          }
        }
      }
    }
  }
`);

export const chosenDocument = graphql(`
  query Chosen($id: ID!) {
    proposal(id: $id) {
      id
      state
      decisionKind
      options {
        label
      }
      poll {
        id
      }
      decision {
        outcome
        stage
        ruleKey
        chosen {
          position
          label
        }
      }
    }
  }
`);
