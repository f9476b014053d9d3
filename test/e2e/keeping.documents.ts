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
export const distributionRunsDocument = graphql(`
  query DistributionRuns {
    distributionRuns(first: 10) {
      nodes {
        id
        state
        surplusMinor
        undecidedMinor
        currency
        decisionId
        runHash
        verdict
        checks {
          id
          outcome
        }
        steps {
          place
          partOf
          step
          rule
        }
        myLines {
          pool
          amountMinor
          forms {
            form
            amountMinor
          }
          why {
            share
            roundedUp
            bases {
              basis
              quantity
              total
            }
          }
        }
      }
    }
  }
`);
export const recordPatronageDocument = graphql(`
  mutation RecordPatronage($input: RecordPatronageInput!) {
    recordPatronage(input: $input) {
      __typename
      ... on PatronageRecorded {
        recordId
      }
      ... on RecordPatronageRefused {
        reason
        message
      }
    }
  }
`);
