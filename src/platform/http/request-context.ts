import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../database/pool.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { Log } from '../log.js';
import { RequestScope } from '../request/request-scope.js';
import { resolveViewer } from '../request/resolve-viewer.js';
import { cookieOf, sessionCookie } from './cookies.js';

export const cooperativeHeader = 'rochdale-cooperative';

declare module 'fastify' {
  interface FastifyRequest {
    scope?: RequestScope;
    /** Set when the answer leaves. */
    isAnswered?: boolean;
  }
}

/** The session token of a request: the cookie of a browser, or the bearer token of a program. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  return cookieOf(request, sessionCookie);
}

/** The cooperative that a request names; what can be neither a short name nor an identifier names none. */
export const cooperativeNamed = (value: unknown): string | null =>
  typeof value === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(value) ? value : null;

/**
 * Who asks, resolved once a request. A request that names no mutation will read: its reading transaction opens in the
 * same round trip. Should it change something after all, the unit of work gives that transaction back first.
 */
export async function scopeOf(
  request: FastifyRequest,
  database: Database,
  work: UnitOfWork,
): Promise<RequestScope> {
  request.scope ??= await newScope(request, database, work);
  // Given up while it was found out who asks: nobody else will give back what this has opened.
  if (request.isAnswered) await work.endRequest(request.scope);
  return request.scope;
}

async function newScope(
  request: FastifyRequest,
  database: Database,
  work: UnitOfWork,
): Promise<RequestScope> {
  const [token, cooperative] = [
    sessionTokenOf(request),
    cooperativeNamed(request.headers[cooperativeHeader]),
  ];
  if (token === null || !readsOnly(request)) {
    const viewer = await resolveViewer(database, token, cooperative);
    return new RequestScope(request.id, viewer, request.ip);
  }
  const { viewer, reading } = await work.beginReading(token, cooperative);
  const scope = new RequestScope(request.id, viewer, request.ip);
  scope.reading = reading;
  return scope;
}

const readsOnly = ({ body }: FastifyRequest): boolean => {
  const { query } = (body ?? {}) as { query?: unknown };
  return typeof query === 'string' && !query.includes('mutation');
};

/** Gives the reading transaction back before the answer leaves, and logs every request by its id. */
export function registerRequestHooks(server: FastifyInstance, work: UnitOfWork, log: Log): void {
  const giveBack = async (request: FastifyRequest): Promise<void> => {
    request.isAnswered = true;
    if (request.scope) await work.endRequest(request.scope);
  };
  server.addHook('onSend', async (request, reply) => {
    await giveBack(request);
    void reply.header('request-id', request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    await giveBack(request);
    log.info('request', {
      requestId: request.id,
      method: request.method,
      path: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.trunc(reply.elapsedTime),
    });
  });
}

export const newRequestId = (): string => randomUUID();
