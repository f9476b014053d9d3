import { graphql } from '../support/client.js';

export const openCapitalDocument = graphql(`
  mutation OpenCapital($input: OpenCapitalBalanceInput!) {
    openCapitalBalance(input: $input) {
      __typename
      ... on CapitalBalanceOpened {
        openingId
      }
      ... on OpenCapitalBalanceRefused {
        reason
        message
      }
    }
  }
`);
export const planRedemptionDocument = graphql(`
  mutation PlanRedemption($input: PlanRedemptionInput!) {
    planRedemption(input: $input) {
      __typename
      ... on RedemptionPlanned {
        redemptionId
      }
      ... on PlanRedemptionRefused {
        reason
        message
      }
    }
  }
`);
export const proposeRedemptionDocument = graphql(`
  mutation ProposeRedemption($input: ProposeRedemptionInput!) {
    proposeRedemption(input: $input) {
      __typename
      ... on RedemptionProposed {
        proposalId
      }
      ... on ProposeRedemptionRefused {
        reason
        message
      }
    }
  }
`);
export const leaveDocument = graphql(`
  mutation Leave($input: DatedChangeInput!) {
    leaveCooperative(input: $input) {
      __typename
      ... on MemberChanged {
        membershipId
      }
      ... on LeaveCooperativeRefused {
        reason
        message
      }
    }
  }
`);
export const draftExitDocument = graphql(`
  mutation DraftExit($input: DraftExitInput!) {
    draftExit(input: $input) {
      __typename
      ... on ExitDrafted {
        settlementId
      }
      ... on DraftExitRefused {
        reason
        message
        details
      }
    }
  }
`);
export const approveExitDocument = graphql(`
  mutation ApproveExit($input: ExitActInput!) {
    approveExit(input: $input) {
      __typename
      ... on ExitApproved {
        settlementId
      }
      ... on ApproveExitRefused {
        reason
        message
      }
    }
  }
`);
export const preparePayoutsDocument = graphql(`
  mutation PreparePayouts($input: PreparePayoutsInput!) {
    preparePayouts(input: $input) {
      __typename
      ... on PayoutsPrepared {
        batchId
        payouts
      }
      ... on PreparePayoutsRefused {
        reason
        message
      }
    }
  }
`);
export const payoutBatchDocument = graphql(`
  query PayoutBatch($id: ID!) {
    payoutBatch(id: $id) {
      table {
        content
      }
      sums {
        state
        payouts
        amountMinor
      }
    }
  }
`);
export const recordPayoutsDocument = graphql(`
  mutation RecordPayouts($input: RecordPayoutsInput!) {
    recordPayouts(input: $input) {
      __typename
      ... on PayoutsRecorded {
        fileId
        lines
      }
      ... on RecordPayoutsRefused {
        reason
        message
        details
      }
    }
  }
`);
export const myCapitalDocument = graphql(`
  query MyCapital($from: CalendarDate, $to: CalendarDate) {
    myCapital {
      key
      rollForward(from: $from, to: $to) {
        openingMinor
        paidInMinor
        paidOutMinor
        closingMinor
      }
      lots(first: 20) {
        nodes {
          path
          balanceMinor
        }
      }
    }
    myExitSettlements(first: 2) {
      nodes {
        state
        balanceMinor
        deductionMinor
        payableMinor
        instalments(first: 20) {
          nodes {
            dueOn
            principalMinor
            interestMinor
            state
          }
        }
      }
    }
  }
`);
