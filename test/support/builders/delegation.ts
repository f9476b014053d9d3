import { newId } from '../../../src/shared/ids.js';
import type { Answer, TestApplication } from '../application.js';
import type { BuiltMember } from './cooperative.js';

type Caller = BuiltMember['caller'];

const delegateDocument = `mutation ($input: DelegateInput!) { delegate(input: $input) { __typename
  ... on DelegationChanged { delegationId delegation { state scope holder { name } } }
  ... on DelegateRefused { reason message } } }`;

/** Delegates through the whole HTTP stack to a member, or to nobody; answers the union member. */
export async function delegateThroughApi(
  test: TestApplication,
  caller: Caller,
  scope: object,
  holder: BuiltMember | null,
  more: { expiresOn?: string; idempotencyKey?: string } = {},
): Promise<Answer['data']> {
  const to = holder === null ? { nobody: true } : { membershipId: holder.membershipId };
  const answer = await test.ask(
    delegateDocument,
    { input: { idempotencyKey: newId(), ...more, scope, to } },
    caller,
  );
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.delegate;
}

/** One of the acts on a delegation there is; answers `done`, or the reason of the refusal. */
export async function changeDelegation(
  test: TestApplication,
  caller: Caller,
  act: 'confirmDelegation' | 'revokeDelegation' | 'declineDelegation',
  delegationId: string,
): Promise<string> {
  const refused = `${act[0]!.toUpperCase()}${act.slice(1)}Refused`;
  const document = `mutation ($id: ID!) { ${act}(delegationId: $id) { __typename ... on ${refused} { reason } } }`;
  const { data, errors } = await test.ask(document, { id: delegationId }, caller);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data[act] as { reason?: string }).reason ?? 'done';
}

const standingDocument = `query ($id: ID!) { poll(id: $id) { votesHeldByMe { people votes }
  myStanding { kind isFinal steps deadEnd nextHolder { name } holder { name } deadEndAt { name } circle { name }
    sentences(language: EN) es: sentences(language: ES) } } }`;

/** Where the caller's vote stands in a poll. */
export async function standingOf(
  test: TestApplication,
  caller: Caller,
  pollId: string,
): Promise<Answer['data']> {
  const { data, errors } = await test.ask(standingDocument, { id: pollId }, caller);
  if (errors) throw new Error(JSON.stringify(errors) + test.logLines.join('\n'));
  return { ...data.poll.myStanding, held: data.poll.votesHeldByMe };
}
