import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Database } from '../database/pool.js';
import { scopeOf } from '../http/request-context.js';
import type { Log } from '../log.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { maskErrors } from './masked-errors.js';
import { queryLimitRule, queryLimits } from './query-limits.js';
import { subscriptionOptions } from './subscription-scope.js';

/** The GraphQL server: code first, compiled queries, limits for everyone, masked errors. */
export function graphqlOptions(
  database: Database,
  log: Log,
  requestTimeoutMs: number | null,
): MercuriusDriverConfig {
  const work = new UnitOfWork(database, requestTimeoutMs);
  const { subscription, hooks } = subscriptionOptions(database, work, log);
  return {
    driver: MercuriusDriver,
    subscription,
    autoSchemaFile: true,
    sortSchema: true,
    path: '/graphql',
    graphiql: false,
    jit: 1,
    allowBatchedQueries: false,
    // What is thrown outside of execution, such as a full pool while the viewer is resolved: see http/error-answers.ts.
    errorHandler: false,
    validationRules: [queryLimitRule],
    context: async (request: FastifyRequest) => ({ scope: await scopeOf(request, database, work) }),
    hooks: {
      ...(hooks as object),
      preParsing: async (_schema: unknown, source: string) => refuseLongQuery(source),
    },
    errorFormatter: (execution, context) => {
      const reply = (context as { reply?: FastifyReply } | undefined)?.reply;
      const answer = maskErrors(execution, (incidentId, error) =>
        log.error('incident', { incidentId, requestId: reply?.request.id, error }),
      );
      if (answer.retryAfterSeconds !== undefined) void reply?.header('retry-after', answer.retryAfterSeconds);
      return { statusCode: answer.statusCode, response: answer.response };
    },
  } as MercuriusDriverConfig;
}

function refuseLongQuery(source: string): void {
  if (source.length > queryLimits.queryLength) {
    throw new GraphQLError(
      `A query has at most ${queryLimits.queryLength} characters; send values as variables.`,
    );
  }
}
