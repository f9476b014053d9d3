import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { enqueue } from '../../../src/platform/jobs/enqueue.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { Mailer } from '../../../src/platform/mail/mailer.js';
import { nobody } from '../../../src/platform/request/viewer.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

interface Received {
  readonly from: string;
  readonly to: string[];
  readonly raw: string;
}

/** A mail server in this process that keeps what it takes, and refuses recipients as it is told. */
async function startMailServer() {
  const received: Received[] = [];
  const refusals = new Map<string, number>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, answer) => {
      const code = refusals.get(address);
      answer(code ? Object.assign(new Error(`no <${address}> here`), { responseCode: code }) : null);
    },
    onData: (stream, { envelope }, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push({ from, to, raw: Buffer.concat(chunks).toString('utf8') });
        answer();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refusals,
    stop: () => new Promise<void>((done) => server.close(done)),
  };
}

describe('mail', () => {
  let smtp: Awaited<ReturnType<typeof startMailServer>>;
  let test: TestApplication;
  beforeAll(async () => {
    smtp = await startMailServer();
    test = await startTestApplication({ mail: { kind: 'smtp', url: smtp.url, from: 'house@coop.example' } });
  });
  afterAll(async () => {
    await test.stop();
    await smtp.stop();
  });
  beforeEach(() => {
    smtp.received.length = 0;
    smtp.refusals.clear();
    test.logLines.length = 0;
  });

  const work = () => test.app.get(UnitOfWork);
  const send = (to: string, subject = 'Assembly', usefulFor?: string) =>
    work().inTransaction(nobody, (tx) =>
      test.app
        .get(Mailer)
        .send(tx, { to, subject, text: 'Dear Ana,\nthe assembly is on Friday.' }, usefulFor),
    );
  const waitingJobs = () =>
    withClient(test.database.workerUrl, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM graphile_worker.jobs',
      );
      return rows[0]!.n;
    });
  const makeDueNow = () =>
    withClient(test.database.superuserUrl, (client) =>
      client.query('UPDATE graphile_worker._private_jobs SET run_at = now()'),
    );

  it('reaches a mail server, from the house to one person, and leaves the queue', async () => {
    await send('Ana@Example.org', 'Assembly of Peñuelas');
    await test.runJobs();
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatchObject({ from: 'house@coop.example', to: ['ana@example.org'] });
    expect(smtp.received[0]!.raw).toMatch(/^Message-ID: <[0-9a-f-]{36}@coop\.example>\r$/m);
    expect(smtp.received[0]!.raw).toContain('the assembly is on Friday.');
    expect(await waitingJobs()).toBe(0);
  });

  it('is not sent when the transaction that wrote it is undone', async () => {
    const undone = work().inTransaction(nobody, async (tx) => {
      await test.app.get(Mailer).send(tx, { to: 'ana@example.org', subject: 'x', text: 'x' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await test.runJobs();
    expect(smtp.received).toEqual([]);
  });

  it('cannot be given a header or a second recipient', async () => {
    await send('ana@example.org', 'Vote\r\nBcc: eve@example.org\r\n\r\nA body of my own');
    await expect(send('ana@example.org, eve@example.org')).rejects.toThrow('exactly one address');
    await test.runJobs();
    expect(smtp.received.map(({ to }) => to)).toEqual([['ana@example.org']]);
    expect(smtp.received[0]!.raw).not.toMatch(/^(Bcc|A body)/im);
  });

  it('is tried again when the server asks for patience', async () => {
    smtp.refusals.set('ana@example.org', 451);
    await send('ana@example.org');
    await test.runJobs();
    expect([smtp.received.length, await waitingJobs()]).toEqual([0, 1]);
    smtp.refusals.clear();
    await makeDueNow();
    await test.runJobs();
    expect([smtp.received.length, await waitingJobs()]).toEqual([1, 0]);
    expect(test.logLines.join()).toMatch(/job failed.*EENVELOPE 451/);
    expect(test.logLines.join()).not.toContain('ana@');
  });

  it('is given up when the server refuses it for good, without naming anybody in the log', async () => {
    smtp.refusals.set('gone@example.org', 550);
    await send('gone@example.org');
    await test.runJobs();
    expect([smtp.received.length, await waitingJobs()]).toEqual([0, 0]);
    expect(test.logLines.join()).toMatch(/mail dropped.*EENVELOPE 550/);
    expect(test.logLines.join()).not.toContain('gone@');
  });

  it('is dropped once it can no longer be of use', async () => {
    await send('ana@example.org', 'A code', '10 minutes');
    await test.database.advanceClock('11 minutes');
    await test.runJobs();
    expect([smtp.received.length, await waitingJobs()]).toEqual([0, 0]);
  });

  it('stops cleanly: a job under way is finished first', async () => {
    const jobs = test.app.get(JobRunner);
    let finish = (): void => undefined;
    let begun = (): void => undefined;
    const isUnderWay = new Promise<void>((resolve) => (begun = resolve));
    let isFinished = false;
    jobs.register('slow-work', async () => {
      begun();
      await new Promise<void>((resolve) => (finish = resolve));
      isFinished = true;
    });
    await jobs.start();
    await work().inTransaction(nobody, (tx) => enqueue(tx, 'slow-work', { n: 1 }));
    await isUnderWay;
    const stopped = jobs.stop().then(() => isFinished);
    finish();
    expect(await stopped).toBe(true);
  });

  it('keeps one job of those that wait under the same key', async () => {
    const done: unknown[] = [];
    test.app.get(JobRunner).register('keyed-work', async (payload) => void done.push(payload));
    for (const n of [1, 2, 3]) {
      await work().inTransaction(nobody, (tx) => enqueue(tx, 'keyed-work', { n }, 'the-key'));
    }
    await test.runJobs();
    expect(done).toEqual([{ n: 3 }]);
  });
});
