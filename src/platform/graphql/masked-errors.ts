import { randomUUID } from 'node:crypto';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { DatabaseBusy } from '../database/pool.js';

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
      if (execution.data === undefined || execution.data === null) statusCode = 400;
      return new GraphQLError(error.message, {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        path: error.path,
        extensions: { code: 'BAD_REQUEST' },
      });
    }
    if (cause instanceof DatabaseBusy) {
      statusCode = 503;
      retryAfterSeconds = 1;
      return new GraphQLError('The service is busy. Nothing has been done; try again in a moment.', {
        path: error.path,
        extensions: { code: 'BUSY' },
      });
    }
    const incidentId = randomUUID();
    log(incidentId, cause);
    return new GraphQLError(`Something went wrong on our side. Incident ${incidentId}.`, {
      path: error.path,
      extensions: { code: 'INTERNAL', incidentId },
    });
  });
  const data = (execution.data ?? null) as ExecutionResult['data'];
  const response: ExecutionResult = { data, errors };
  return retryAfterSeconds === undefined
    ? { statusCode, response }
    : { statusCode, retryAfterSeconds, response };
}

/** Null when the error is the caller's: syntax, validation, a malformed variable. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error.originalError;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  if (cause === undefined || cause === null) return null;
  const code = (cause as { code?: unknown }).code;
  // Mercurius reports validation problems as errors of its own, with the GraphQL errors beneath.
  return typeof code === 'string' && code.startsWith('MER_ERR_GQL') ? null : cause;
}
