import { print } from 'graphql';
import { initGraphQLTada, type TadaDocumentNode } from 'gql.tada';
import type { Caller, TestApplication } from './application.js';
import type { introspection } from './graphql-env.js';

/** Writes a document that is checked against `schema.graphql`: what it answers, and what it wants, is typed. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    CalendarDate: string;
    Instant: string;
    MinorUnits: string;
    Fraction: string;
  };
}>();

/** Asks over HTTP as a client does; an answer with errors is a failure of the test. */
export async function askTyped<Answer, Variables extends object>(
  test: TestApplication,
  caller: Caller,
  document: TadaDocumentNode<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const { status, data, errors } = await test.ask(print(document), variables, caller);
  if (status === 200 && !errors) return data as Answer;
  const incident = test.logLines.filter((line) => line.includes('incident')).at(-1) ?? '';
  throw new Error(`answered ${status}: ${JSON.stringify(errors)} ${incident}`);
}

/** The member of an act's union that says it was done; throws the refusal otherwise. */
export function done<Union extends { readonly __typename: string }>(
  answer: Union,
): Exclude<Union, { readonly reason: string }> {
  if ('reason' in answer) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer as Exclude<Union, { readonly reason: string }>;
}

/** What an act answered: the reason of its refusal, or `done`. */
export const reasonOf = (answer: object): string =>
  'reason' in answer && typeof answer.reason === 'string' ? answer.reason : 'done';
