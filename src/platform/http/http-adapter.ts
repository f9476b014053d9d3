import { FastifyAdapter } from '@nestjs/platform-fastify';
import { newRequestId } from './request-context.js';

/** How long a request may take when no setting says so. */
export const defaultRequestTimeoutMs = 30_000;

/**
 * The HTTP server with its limits. The framework's own handlers of errors and unknown routes, which repeat addresses
 * and messages to the caller, are not installed: see error-answers.ts.
 */
export class HttpAdapter extends FastifyAdapter {
  constructor(requestTimeoutMs: number) {
    super({
      bodyLimit: 8 * 1024 * 1024,
      genReqId: newRequestId,
      // At shutdown idle connections end at once, busy ones with their answer.
      forceCloseConnections: 'idle',
      // A caller who sends slowly, and an answer that takes long, end alike.
      requestTimeout: requestTimeoutMs,
      handlerTimeout: requestTimeoutMs,
      routerOptions: { maxParamLength: 200 },
    });
  }

  override setErrorHandler(): never {
    return undefined as never;
  }
  override setNotFoundHandler(): never {
    return undefined as never;
  }
}
