import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Who asks, and in which cooperative. */
export interface Caller {
  readonly session?: string;
  readonly cooperative?: string;
}
interface GraphqlAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}
interface Refused {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: readonly string[];
}

/** An act that the story relies on was refused. */
export class ActRefused extends Error {
  constructor(
    act: string,
    readonly reason: string,
    { message = '', details = [] }: Refused,
  ) {
    super([`${act} was refused: ${message}`, ...details].join(' '));
  }
}

/** The public API as any program uses it: JSON over HTTP, through every hook and limit; only the wire is left out. */
export class PublicApi {
  constructor(private readonly app: NestFastifyApplication) {}

  /** Asks; throws when the answer holds errors. */
  async query<Data>(query: string, variables: object = {}, caller: Caller = {}): Promise<Data> {
    const response = await this.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: {
        'content-type': 'application/json',
        ...(caller.session && { authorization: `Bearer ${caller.session}` }),
        ...(caller.cooperative && { 'rochdale-cooperative': caller.cooperative }),
      },
      payload: JSON.stringify({ query, variables }),
    });
    const { data, errors } = response.json<GraphqlAnswer>();
    if (errors || data === null) throw new Error(`the API answered: ${errors?.[0]?.message ?? 'nothing'}`);
    return data as Data;
  }

  /**
   * Acts with one mutation; throws `ActRefused` when it is refused. `declared` are its variables with their types and
   * `given` its arguments, as in `($input: PaySharesInput!)` and `(input: $input)`; `fields` is asked of what is done.
   */
  async act<Done>(act: PublicAct, variables: object, caller: Caller = {}): Promise<Done> {
    const refused = `${act.name[0]!.toUpperCase()}${act.name.slice(1)}Refused`;
    const data = await this.query<Record<string, Done & Refused>>(
      `mutation ${act.declared} { ${act.name}${act.given} {
         ... on ${act.done} { ${act.fields} } ... on ${refused} { reason message details } } }`,
      variables,
      caller,
    );
    const answer = data[act.name]!;
    if (typeof answer.reason === 'string') throw new ActRefused(act.name, answer.reason, answer);
    return answer;
  }
}

export interface PublicAct {
  readonly name: string;
  readonly declared: string;
  readonly given: string;
  readonly done: string;
  readonly fields: string;
}

const takesInput = (name: string, type: string, done: string, fields: string): PublicAct => ({
  ...{ name, done, fields },
  declared: `($input: ${type}!)`,
  given: '(input: $input)',
});
const takesKeyedInput = (name: string, type: string, done: string, fields: string): PublicAct => ({
  ...{ name, done, fields },
  declared: `($input: ${type}!, $key: String!)`,
  given: '(input: $input, idempotencyKey: $key)',
});
const takes = (name: string, argument: string, done: string, fields: string): PublicAct => ({
  ...{ name, done, fields },
  declared: `($${argument}: ${argument === 'code' ? 'String' : 'ID'}!)`,
  given: `(${argument}: $${argument})`,
});

/** The acts of the story. */
export const acts = {
  requestSignInCode: takesInput(
    'requestSignInCode',
    'RequestSignInCodeInput',
    'SignInCodeRequested',
    'binding',
  ),
  signIn: takesInput('signIn', 'SignInInput', 'SignedIn', 'token'),
  acceptInvitation: takes('acceptInvitation', 'code', 'InvitationAccepted', 'membershipId number'),
  inviteMember: takesInput('inviteMember', 'InviteMemberInput', 'InvitationSent', 'membershipId'),
  resendInvitation: takes('resendInvitation', 'membershipId', 'InvitationSent', 'membershipId'),
  draftProposal: takesKeyedInput('draftProposal', 'DraftProposalInput', 'ProposalDrafted', 'proposalId'),
  draftRun: takesKeyedInput('draftRun', 'DraftRunInput', 'RunDrafted', 'runId'),
  computeRun: takes('computeRun', 'runId', 'RunComputationStarted', 'runId runHash'),
  openRunReview: takesInput('openRunReview', 'OpenRunReviewInput', 'RunReviewOpened', 'runId'),
  putRunToVote: takesKeyedInput('putRunToVote', 'ProposeRunInput', 'RunPutToVote', 'proposalId'),
  publishProposal: takes('publishProposal', 'proposalId', 'ProposalPublished', 'proposalId'),
  commentOnProposal: takesInput(
    'commentOnProposal',
    'CommentOnProposalInput',
    'ProposalCommented',
    'commentId',
  ),
  openVote: takesKeyedInput('openVote', 'OpenVoteInput', 'VoteOpened', 'pollId'),
  castBallot: takesInput('castBallot', 'CastBallotInput', 'BallotCast', 'checkCode'),
  openPeriod: takesInput('openPeriod', 'OpenPeriodInput', 'PeriodOpened', 'periodId'),
  recordResult: takesInput('recordResult', 'RecordResultInput', 'ResultRecorded', 'periodId'),
  closePeriod: takes('closePeriod', 'periodId', 'PeriodClosed', 'periodId'),
} as const;
