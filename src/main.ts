import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { UnitOfWork } from './platform/database/unit-of-work.js';
import { newRequestId, registerRequestHooks } from './platform/http/request-context.js';
import type { PlatformOptions } from './platform/platform.module.js';

/** Builds the application, ready to listen (or, in tests, to be asked without a port). */
export async function createApplication(options: PlatformOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: 8 * 1024 * 1024,
    genReqId: newRequestId,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(options), adapter, {
    logger: false,
    abortOnError: false,
  });
  registerRequestHooks(adapter.getInstance() as never, app.get(UnitOfWork), options.log);
  await app.init();
  await adapter.getInstance().ready();
  return app;
}
