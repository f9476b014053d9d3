import { randomUUID } from 'node:crypto';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { CallersMistake } from './callers-mistake.js';
import { faultAnswer } from '../http/fault-answer.js';

/** What the caller is told, and what the log keeps. */
export interface MaskedAnswer {
  readonly statusCode: number;
  readonly retryAfterSeconds?: number;
  readonly response: ExecutionResult;
}

/**
 * A mistake in the query is the caller's to mend and is said as it is. Anything thrown inside is a bug or an outage:
 * the caller gets an incident id and no more, the log gets the rest. A full pool is 503, with nothing done.
 */
export function maskErrors(
  execution: { readonly data?: unknown; readonly errors?: readonly GraphQLError[] },
  log: (incidentId: string, error: unknown) => void,
): MaskedAnswer {
  let statusCode = 200;
  let retryAfterSeconds: number | undefined;
  const errors = (execution.errors ?? []).map((error) => {
    const cause = rootCause(error);
    if (cause === null) {
      if (execution.data === undefined || execution.data === null) statusCode = Math.max(statusCode, 400);
      return asTheCallersMistake(error);
    }
    const answer = faultAnswer(cause);
    // A field that failed does not make the answer of the others a failure; a request that never ran is one.
    if (answer.statusCode === 503 || execution.data === undefined)
      statusCode = Math.max(statusCode, answer.statusCode);
    if (answer.retryAfterSeconds !== undefined) retryAfterSeconds = answer.retryAfterSeconds;
    if (!answer.isIncident)
      return new GraphQLError(answer.message, { path: error.path, extensions: { code: answer.code } });
    const incidentId = randomUUID();
    log(incidentId, cause);
    return new GraphQLError(`${answer.message} Incident ${incidentId}.`, {
      path: error.path,
      extensions: { code: answer.code, incidentId },
    });
  });
  const data = (execution.data ?? null) as ExecutionResult['data'];
  const response: ExecutionResult = errors.length > 0 ? { data, errors } : { data };
  return retryAfterSeconds === undefined
    ? { statusCode, response }
    : { statusCode, retryAfterSeconds, response };
}

const asTheCallersMistake = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code: 'BAD_REQUEST' },
  });

/** Null when the error is the caller's: syntax, validation, a malformed variable. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error.originalError;
  while (cause instanceof GraphQLError) {
    if (cause instanceof CallersMistake) return null;
    cause = cause.originalError;
  }
  if (cause === undefined || cause === null) return isOfOurAnswer(error) ? error : null;
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('MER_ERR_GQL') ? null : cause;
}

/**
 * What goes wrong at a place of the answer is ours (a value that does not fit its own type), unless it is about an
 * argument of the query.
 */
const isOfOurAnswer = (error: GraphQLError): boolean =>
  error.path !== undefined && !error.message.startsWith('Argument "');
