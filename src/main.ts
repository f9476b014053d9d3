import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { UnitOfWork } from './platform/database/unit-of-work.js';
import { registerErrorAnswers } from './platform/http/error-answers.js';
import { registerGraphiql } from './platform/http/graphiql.js';
import { registerHealth } from './platform/http/health.js';
import { defaultRequestTimeoutMs, HttpAdapter } from './platform/http/http-adapter.js';
import { registerGraphqlRequests } from './platform/http/graphql-requests.js';
import { registerRequestHooks } from './platform/http/request-context.js';
import { registerSecurityHeaders } from './platform/http/security-headers.js';
import type { PlatformOptions } from './platform/platform.module.js';

/** Builds the application, ready to listen (or, in tests, to be asked without a port). */
export async function createApplication(options: PlatformOptions): Promise<NestFastifyApplication> {
  const adapter = new HttpAdapter(options.requestTimeoutMs ?? defaultRequestTimeoutMs);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(options), adapter, {
    logger: false,
    abortOnError: false,
  });
  const server: FastifyInstance = adapter.getInstance();
  registerErrorAnswers(server, options.log);
  registerSecurityHeaders(server);
  registerRequestHooks(server, app.get(UnitOfWork), options.log);
  registerGraphqlRequests(server);
  registerHealth(server, options.database);
  registerGraphiql(server);
  await app.init();
  await server.ready();
  return app;
}
