import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Database } from '../database/pool.js';
import { scopeOf } from '../http/request-context.js';
import type { Log } from '../log.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { RequestScope } from '../request/request-scope.js';
import { isCurrentMember, type Viewer } from '../request/viewer.js';
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
      onResolution: async (execution: unknown, context: unknown) =>
        sayWhoAsks(execution as ExecutionResult, (context as { scope?: RequestScope }).scope),
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

/**
 * Who may not see something gets `null`, as if it were not there. So that a program does not take that for an empty
 * cooperative, the answer says beside the data when nobody is signed in, or not as a current member. A cooperative that
 * does not exist and one that is somebody else's are told alike.
 */
function sayWhoAsks(execution: ExecutionResult, scope: RequestScope | undefined): void {
  const isEmpty = Object.values(execution.data ?? {}).some(showsNothing);
  const notice = scope && isEmpty ? noticeFor(scope.viewer) : null;
  if (notice !== null) Object.assign(execution, { extensions: { ...execution.extensions, notice } });
}

/** Null, or a page without rows. */
const showsNothing = (field: unknown): boolean =>
  field === null ||
  ['nodes', 'edges'].some((rows) => (field as Record<string, unknown[]>)[rows]?.length === 0);

function noticeFor(viewer: Viewer): { code: string; message: string } | null {
  if (viewer.personId === null) {
    return {
      code: 'NOT_SIGNED_IN',
      message: 'Nobody is signed in: the session is missing, unknown or has ended.',
    };
  }
  if (isCurrentMember(viewer)) return null;
  return {
    code: 'NOT_A_MEMBER',
    message:
      viewer.membershipId === null
        ? 'You ask as nobody’s member: name a cooperative of yours in the header `Rochdale-Cooperative`.'
        : 'You are no current member of this cooperative: you are shown what concerns you alone.',
  };
}

function refuseLongQuery(source: string): void {
  if (source.length > queryLimits.queryLength) {
    throw new GraphQLError(
      `A query has at most ${queryLimits.queryLength} characters; send values as variables.`,
    );
  }
}
