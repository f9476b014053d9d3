import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/main.js';
import { withClient } from '../../src/platform/database/database-roles.js';
import { Database } from '../../src/platform/database/pool.js';
import { Duties } from '../../src/platform/duties.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { Log } from '../../src/platform/log.js';
import type { MailOptions } from '../../src/platform/mail/mail-options.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** Who asks, and in which cooperative. */
export interface Caller {
  readonly session?: string;
  readonly cooperative?: string;
  /** The browser's `Cookie` header. */
  readonly cookie?: string;
  /** The caller's network address. */
  readonly address?: string;
}
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  /** `data` is untyped here: a spec that wants types uses a typed document. */
  readonly data: any;
  readonly errors: { message: string; extensions?: Record<string, unknown> }[] | undefined;
  /** What the answer says beside the data. */
  readonly notice: { code: string; message: string } | null;
}
export interface TestApplication {
  readonly database: TestDatabase;
  readonly app: NestFastifyApplication;
  readonly logLines: string[];
  /** Sends a GraphQL request through the whole HTTP stack. */
  ask(query: string, variables?: object, caller?: Caller): Promise<Answer>;
  /** Does what the clock has made due: closes polls, carries out decisions, seals. */
  runDuties(): Promise<void>;
  /** Carries out the queued jobs, such as mail; it arrives in the `Mailbox` unless the test says otherwise. */
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

/** The whole application on a database of its own. Duties and jobs run only when the test says so. */
export async function startTestApplication(
  options: {
    poolSize?: number;
    acquireTimeoutMs?: number;
    requestTimeoutMs?: number;
    mail?: MailOptions;
    demonstration?: boolean;
    /** Runs of more people are done by jobs; the product's own number when absent. */
    mostAtOnce?: number;
  } = {},
): Promise<TestApplication> {
  const database = await createTestDatabase();
  if (options.mostAtOnce !== undefined) await sayMostAtOnce(database, options.mostAtOnce);
  const logLines: string[] = [];
  const app = await createApplication({
    database: new Database({
      connectionString: database.appUrl,
      size: options.poolSize ?? 4,
      ...(options.acquireTimeoutMs && { acquireTimeoutMs: options.acquireTimeoutMs }),
    }),
    ...(options.requestTimeoutMs && { requestTimeoutMs: options.requestTimeoutMs }),
    log: new Log('info', (line) => logLines.push(line)),
    mail: options.mail ?? { kind: 'mailbox', from: 'rochdale@coop.example' },
    workerUrl: database.workerUrl,
    demonstration: options.demonstration ?? false,
  });
  return {
    database,
    app,
    logLines,
    ask: async (query, variables = {}, caller = {}) => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      if (caller.session) headers.authorization = `Bearer ${caller.session}`;
      if (caller.cooperative) headers['rochdale-cooperative'] = caller.cooperative;
      if (caller.cookie) headers.cookie = caller.cookie;
      const response = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers,
        ...(caller.address && { remoteAddress: caller.address }),
        payload: JSON.stringify({ query, variables }),
      });
      const body = response.json<{
        data: unknown;
        errors?: Answer['errors'];
        extensions?: { notice?: Answer['notice'] };
      }>();
      return {
        ...{ status: response.statusCode, headers: response.headers, data: body.data, errors: body.errors },
        notice: body.extensions?.notice ?? null,
      };
    },
    runDuties: () => app.get(Duties).runAll(),
    runJobs: () => app.get(JobRunner).runJobsOnce(),
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}

const sayMostAtOnce = (database: TestDatabase, most: number): Promise<unknown> =>
  withClient(database.superuserUrl, (client) =>
    client.query(
      `ALTER DATABASE ${new URL(database.superuserUrl).pathname.slice(1)} SET rochdale.most_at_once = '${most}'`,
    ),
  );
