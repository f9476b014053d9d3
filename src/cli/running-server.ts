import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { createApplication } from '../main.js';
import type { Settings } from '../platform/config/settings.js';
import { migrateDatabase } from '../platform/database/migrate.js';
import { resolveDatabase, type ResolvedDatabase } from '../platform/database/resolve-database.js';
import { Duties } from '../platform/duties.js';
import { JobRunner } from '../platform/jobs/job-runner.js';
import { Log } from '../platform/log.js';
import type { MailOptions } from '../platform/mail/mail-options.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { judgeSchema, openPool } from './open-database.js';

export interface RunningServer {
  readonly app: NestFastifyApplication;
  /** `http://localhost:4000` for this machine itself, where session cookies work without TLS. */
  readonly url: string;
  /** Stops accepting, answers what is under way, ends duties and jobs, closes the pool, stops our own database. */
  stop(): Promise<void>;
}

/**
 * Database, schema, application, port, duties, jobs: in this order, and a refusal undoes what came before it. The
 * embedded database is migrated here; an external one by its owner, with `rochdale migrate`.
 */
export async function startServer(
  settings: Settings,
  say: (line: string) => void,
  demonstration = false,
): Promise<RunningServer | Refusal> {
  const resolved = await resolveDatabase(settings, say);
  if (isRefusal(resolved)) return resolved;
  const stopDatabase = async (): Promise<void> => {
    if (resolved.cluster?.startedHere) await resolved.cluster.stop();
  };
  try {
    if (resolved.cluster && resolved.ownerUrl !== null) await migrateDatabase(resolved.ownerUrl);
    const app = await serve(settings, resolved, demonstration);
    if (isRefusal(app)) {
      await stopDatabase();
      return app;
    }
    const { port } = app.getHttpServer().address() as AddressInfo;
    const stop = async (): Promise<void> => {
      await app.close();
      await stopDatabase();
    };
    return { app, url: settings.publicUrl ?? `http://localhost:${port}`, stop };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

async function serve(
  settings: Settings,
  resolved: ResolvedDatabase,
  demonstration: boolean,
): Promise<NestFastifyApplication | Refusal> {
  const app = await applicationOn(settings, resolved, demonstration);
  if (isRefusal(app)) return app;
  const refusal = await listen(app, settings);
  if (refusal !== null) {
    await app.close();
    return refusal;
  }
  app.get(Duties).start();
  await app.get(JobRunner).start();
  return app;
}

/** The application on the database as it is, asked by nobody yet. */
async function applicationOn(
  settings: Settings,
  resolved: ResolvedDatabase,
  demonstration: boolean,
): Promise<NestFastifyApplication | Refusal> {
  const database = openPool(settings, resolved);
  const verdict = await judgeSchema(database);
  if (isRefusal(verdict)) {
    await database.close();
    return verdict;
  }
  return createApplication({
    database,
    log: new Log(settings.logLevel),
    mail: mailOf(settings),
    workerUrl: resolved.workerUrl,
    requestTimeoutMs: settings.requestTimeoutMs,
    demonstration,
  });
}

/** Work of a command that needs the whole application, without a port; migrates the embedded database as `start` does. */
export async function withApplication(
  settings: Settings,
  work: (app: NestFastifyApplication) => Promise<void | Refusal>,
): Promise<void | Refusal> {
  const resolved = await resolveDatabase(settings, (line) => console.error(line));
  if (isRefusal(resolved)) return resolved;
  try {
    if (resolved.cluster?.startedHere && resolved.ownerUrl !== null) await migrateDatabase(resolved.ownerUrl);
    const app = await applicationOn({ ...settings, logLevel: 'error' }, resolved, false);
    if (isRefusal(app)) return app;
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    if (resolved.cluster?.startedHere) await resolved.cluster.stop();
  }
}

async function listen(app: NestFastifyApplication, { host, port }: Settings): Promise<Refusal | null> {
  try {
    await app.listen(port, host);
    return null;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') {
      return new Refusal(
        'PORT_TAKEN',
        `Port ${port} is taken by another program. Set PORT to another one, or to 0 for any free one.`,
      );
    }
    if (code === 'EACCES')
      return new Refusal(
        'PORT_NOT_ALLOWED',
        `This user may not listen on port ${port}. Set PORT to 1024 or more.`,
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      return new Refusal('HOST_UNKNOWN', `This machine has no address ${host}. Set HOST to one of its own.`);
    throw error;
  }
}

/** A setting `Name <address>` or an address alone; letters of a server without SMTP stay in its mailbox. */
function mailOf({ smtpUrl, mailFrom }: Settings): MailOptions {
  const from = /<([^<>]+)>$/.exec(mailFrom ?? '')?.[1] ?? mailFrom ?? 'rochdale@localhost';
  return smtpUrl === null ? { kind: 'mailbox', from } : { kind: 'smtp', url: smtpUrl, from };
}
