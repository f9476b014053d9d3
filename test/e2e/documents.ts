import { graphql } from '../support/client.js';

export const foundDocument = graphql(`
  mutation Found($input: FoundCooperativeInput!) {
    foundCooperative(input: $input) {
      __typename
      ... on CooperativeFounded {
        cooperativeId
        founderMembershipId
        secondOfficerMembershipId
      }
      ... on FoundCooperativeRefused {
        reason
        message
        details
      }
    }
  }
`);
export const acceptDocument = graphql(`
  mutation Accept($code: String!) {
    acceptInvitation(code: $code) {
      __typename
      ... on InvitationAccepted {
        membershipId
        number
      }
      ... on AcceptInvitationRefused {
        reason
        message
      }
    }
  }
`);
export const resendDocument = graphql(`
  mutation Resend($membershipId: ID!) {
    resendInvitation(membershipId: $membershipId) {
      __typename
      ... on InvitationSent {
        membershipId
      }
      ... on ResendInvitationRefused {
        reason
        message
      }
    }
  }
`);
export const previewMembersDocument = graphql(`
  query PreviewMembers($file: MemberFileInput!) {
    memberImportPreview(file: $file) {
      memberCount
      faultCount
      isImported
      faults {
        line
        message
      }
    }
  }
`);
export const importMembersDocument = graphql(`
  mutation ImportMembers($file: MemberFileInput!) {
    importMembers(file: $file) {
      __typename
      ... on MembersImported {
        importId
        members
      }
      ... on ImportMembersRefused {
        reason
        message
        details
      }
    }
  }
`);
export const openPeriodDocument = graphql(`
  mutation OpenPeriod($input: OpenPeriodInput!) {
    openPeriod(input: $input) {
      __typename
      ... on PeriodOpened {
        periodId
      }
      ... on OpenPeriodRefused {
        reason
        message
      }
    }
  }
`);
export const importPatronageDocument = graphql(`
  mutation ImportPatronage($input: ImportPatronageInput!) {
    importPatronage(input: $input) {
      __typename
      ... on PatronageImported {
        importId
        lines
      }
      ... on ImportPatronageRefused {
        reason
        message
        details
      }
    }
  }
`);
export const recordResultDocument = graphql(`
  mutation RecordResult($input: RecordResultInput!) {
    recordResult(input: $input) {
      __typename
      ... on ResultRecorded {
        periodId
      }
      ... on RecordResultRefused {
        reason
        message
      }
    }
  }
`);
export const closePeriodDocument = graphql(`
  mutation ClosePeriod($periodId: ID!) {
    closePeriod(periodId: $periodId) {
      __typename
      ... on PeriodClosed {
        periodId
      }
      ... on ClosePeriodRefused {
        reason
        message
      }
    }
  }
`);
export const draftDistributionDocument = graphql(`
  mutation DraftDistribution($input: DraftDistributionProposalInput!, $key: String!) {
    draftDistributionProposal(input: $input, idempotencyKey: $key) {
      __typename
      ... on ProposalDrafted {
        proposalId
        proposal {
          number
          decisionKind
          effect {
            kind
            sentence
          }
        }
      }
      ... on DraftDistributionProposalRefused {
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
        turnout {
          people
          eligiblePeople
        }
        result {
          outcome
          isFinal
          sentences(language: ENGLISH)
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
export const trialBalanceDocument = graphql(`
  query Balance {
    trialBalance {
      family
      currency
      balanceMinor
    }
  }
`);
export const myAccountsDocument = graphql(`
  query MyAccounts {
    myMembership {
      number
    }
    myLedgerAccounts(first: 100) {
      nodes {
        path
        balanceMinor
      }
    }
  }
`);
export const distributionsDocument = graphql(`
  query Distributions {
    distributions(first: 10) {
      nodes {
        id
        amountMinor
        currency
        decisionId
        inputsHash
        myLine {
          amountMinor
          cashMinor
          retainedMinor
          why {
            fraction
            roundedUp
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
      decisionId
    }
  }
`);
