import { GraphQLError, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../database/pool.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { cooperativeHeader, cooperativeNamed, sessionTokenOf } from '../http/request-context.js';
import { RequestScope } from '../request/request-scope.js';
import { resolveViewer } from '../request/resolve-viewer.js';
import type { Log } from '../log.js';
import { maskErrors } from './masked-errors.js';
import { queryLimitRule } from './query-limits.js';

/**
 * The scope of one subscription. It lives long, so who asks is resolved again before every answer: a session that
 * ended and a right that was taken away are gone with the next one.
 */
export class SubscriptionScope extends RequestScope {
  constructor(
    requestId: string,
    address: string,
    private readonly resolve: () => Promise<RequestScope['viewer']>,
    private readonly log: Log,
  ) {
    super(requestId, undefined, address);
  }

  /**
   * What the subscriber is told of an error: what is thrown between two answers goes to the socket as it is, past
   * everything that masks the errors of queries.
   */
  masked(error: unknown): GraphQLError {
    if (error instanceof GraphQLError && !error.originalError) return error;
    const originalError = error instanceof Error ? error : new Error(String(error));
    const { response } = maskErrors(
      { errors: [new GraphQLError('thrown', { originalError })] },
      (id, cause) => this.log.error('incident', { incidentId: id, requestId: this.requestId, error: cause }),
    );
    return response.errors![0]!;
  }

  async refresh(): Promise<void> {
    this.forgetLoaded();
    this.viewer = await this.resolve();
  }
}

interface SubscriptionContext {
  readonly request: FastifyRequest;
  /** What the client sent with `connection_init`; browsers cannot set headers on a socket. */
  readonly _connectionInit?: unknown;
  scope?: SubscriptionScope;
}

/** Session and cooperative of a socket: its headers, or the same names in the payload of `connection_init`. */
function credentialsOf(context: SubscriptionContext): { token: string | null; cooperative: string | null } {
  const sent = (context._connectionInit ?? {}) as Record<string, unknown>;
  const headers = { ...context.request.headers };
  for (const name of ['authorization', cooperativeHeader]) {
    const value = sent[name];
    if (headers[name] === undefined && typeof value === 'string') headers[name] = value;
  }
  return {
    token: sessionTokenOf({ headers } as FastifyRequest),
    cooperative: cooperativeNamed(headers[cooperativeHeader]),
  };
}

/** A page of another site must not speak with the visitor's cookie: browsers say where a page comes from. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Options and hooks of subscriptions: what queries get from the route, sockets get from here. */
export function subscriptionOptions(database: Database, work: UnitOfWork, log: Log) {
  return {
    subscription: {
      keepAlive: 30_000,
      verifyClient: (
        { origin, req }: { origin: string | undefined; req: { headers: { host?: string } } },
        next: (isAllowed: boolean) => void,
      ) => next(isOwnOrigin(origin, req.headers.host)),
    },
    hooks: {
      preSubscriptionExecution: async (
        schema: GraphQLSchema,
        document: DocumentNode,
        context: SubscriptionContext,
      ): Promise<void> => {
        // Subscriptions are not validated on their way here, unlike queries.
        const [problem] = validate(schema, document, [...specifiedRules, queryLimitRule]);
        if (problem) throw new GraphQLError(problem.message);
        const { token, cooperative } = credentialsOf(context);
        const { id, ip } = context.request;
        const scope = new SubscriptionScope(id, ip, () => resolveViewer(database, token, cooperative), log);
        await scope.refresh().catch((error: unknown) => Promise.reject(scope.masked(error)));
        context.scope = scope;
      },
      onSubscriptionResolution: async (_execution: unknown, context: SubscriptionContext): Promise<void> => {
        if (context.scope) await work.endReading(context.scope);
      },
    },
  };
}
