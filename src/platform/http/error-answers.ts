import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { maskErrors } from '../graphql/masked-errors.js';
import type { Log } from '../log.js';
import { faultAnswer } from './fault-answer.js';
import { isGraphql } from './graphql-requests.js';

/**
 * Whatever is thrown while a request is answered leaves as JSON without details: in the shape of GraphQL on its path,
 * as `{ error: { code, message } }` elsewhere. Unknown routes say only that they are unknown.
 */
export function registerErrorAnswers(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error, request, reply) =>
    isGraphql(request)
      ? answerGraphql(error, request, reply, log)
      : answerPlainly(error, request, reply, log),
  );
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'There is nothing at this address.' } }),
  );
}

function answerGraphql(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const { statusCode, retryAfterSeconds, response } = maskErrors(
    { errors: graphqlErrors(error) },
    (id, cause) => log.error('incident', { incidentId: id, requestId: request.id, error: cause }),
  );
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  return reply.code(statusCode).send(response);
}

/** The server reports a faulty query as one error with the GraphQL errors beneath. */
function graphqlErrors(error: unknown): GraphQLError[] {
  if (error instanceof GraphQLError) return [error];
  const { errors, code, message } = error as { errors?: unknown; code?: unknown; message?: unknown };
  const beneath = Array.isArray(errors) ? errors.filter((each) => each instanceof GraphQLError) : [];
  if (beneath.length > 0) return beneath;
  // Its own refusals (no such operation, a mutation by GET) carry sentences meant for the caller.
  if (typeof code === 'string' && code.startsWith('MER_ERR_')) return [new GraphQLError(String(message))];
  return [
    new GraphQLError('thrown', { originalError: error instanceof Error ? error : new Error(String(error)) }),
  ];
}

function answerPlainly(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const { statusCode, code, message, retryAfterSeconds, isIncident } = faultAnswer(error);
  const incidentId = isIncident ? randomUUID() : undefined;
  if (isIncident) log.error('incident', { incidentId, requestId: request.id, error });
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  return reply.code(statusCode).send({ error: { code, message, ...(incidentId && { incidentId }) } });
}
