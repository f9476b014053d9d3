import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import 'mercurius';
import { Database } from '../platform/database/pool.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { sessionTokenOf } from '../platform/http/request-context.js';
import { RequestScope } from '../platform/request/request-scope.js';
import { resolveViewer } from '../platform/request/resolve-viewer.js';

/**
 * The public API asked in process, in the name of whoever asks for the page: pages know its schema and nothing else, so
 * they can show no more than any other client.
 */
@Injectable()
export class PublicQueries {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Database) private readonly database: Database,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  /** Answers the query for the viewer of the request in this cooperative. A failure throws, as that of a route does. */
  async ask<Data>(request: FastifyRequest, cooperative: string | null, query: string): Promise<Data> {
    const viewer = await resolveViewer(this.database, sessionTokenOf(request), cooperative);
    const scope = new RequestScope(request.id, viewer, request.ip);
    try {
      const server = this.host.httpAdapter.getInstance<FastifyInstance>();
      const { data, errors }: ExecutionResult = await server.graphql(query, { scope });
      const failure = errors?.[0];
      if (failure) throw failure.originalError ?? failure;
      return data as Data;
    } finally {
      await this.work.endRequest(scope);
    }
  }
}
