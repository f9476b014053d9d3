import { get, type IncomingMessage } from 'node:http';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { Database } from '../../../src/platform/database/pool.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

describe('the server as browsers and programs meet it', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication({ poolSize: 2 });
  });
  afterAll(() => test.stop());

  const ask = (url: string, headers: Record<string, string> = {}) =>
    test.app.inject({ method: 'GET', url, headers });
  const post = (payload: string, headers: Record<string, string>) =>
    test.app.inject({ method: 'POST', url: '/graphql', headers, payload });
  const json = { 'content-type': 'application/json' };

  it('says that it lives, and that it is ready', async () => {
    expect((await ask('/health/live')).json()).toEqual({ status: 'live' });
    expect((await ask('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  it('is not ready while the schema is behind, and says so with 503', async () => {
    const last = `(SELECT max(id) FROM schema_migration)`;
    const rename = (from: string, to: string) =>
      withClient(test.database.superuserUrl, (client) =>
        client.query(`UPDATE schema_migration SET name = replace(name, $1, $2) WHERE id = ${last}`, [
          from,
          to,
        ]),
      );
    await rename('17', 'x17');
    const answer = await ask('/health/ready');
    await rename('x17', '17');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { status: 'not ready', reason: 'The schema of the database is not up to date.' },
    ]);
    expect((await ask('/health/ready')).statusCode).toBe(200);
  });

  it('gives every answer the headers that keep other pages and frames away', async () => {
    for (const url of ['/health/live', '/graphiql', '/nowhere']) {
      const { headers } = await ask(url, { origin: 'https://elsewhere.example' });
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/https?:|script-src[^;]*unsafe/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('does not answer the question of a browser whether another origin may ask', async () => {
    const answer = await test.app.inject({
      method: 'OPTIONS',
      url: '/graphql',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.statusCode).toBe(404);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('knows nothing of unknown addresses, and repeats nothing of them', async () => {
    for (const url of ['/nowhere/secret-path', '/graphiql/../../package.json', '/%00', '/%E0%A4%A', '//']) {
      const answer = await ask(url);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).not.toMatch(/secret-path|package|node_modules|at .*:\d+/);
    }
  });

  it('takes GraphQL as JSON alone, so that no form of another site can act with our cookie', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      const answer = await post('query={__typename}', type === '' ? {} : { 'content-type': type });
      expect(answer.statusCode).toBe(415);
      expect(answer.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/application\/json/) }],
      });
    }
  });

  it('takes no form at another spelling of the address either', async () => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/%67raphql',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'query=mutation{signOut{__typename}}',
    });
    expect([answer.statusCode, answer.json().data]).toEqual([415, null]);
  });

  it('refuses broken and oversized bodies with a sentence', async () => {
    const broken = await post('{"query": ', json);
    expect([broken.statusCode, broken.json().errors[0].message]).toEqual([
      400,
      'The body is not valid JSON.',
    ]);
    const large = await post(`{"query": "${'x'.repeat(9 * 1024 * 1024)}"}`, json);
    expect([large.statusCode, large.json().errors[0].message]).toEqual([
      413,
      'The request is too large: at most 8 MB are taken.',
    ]);
    for (const payload of [
      '',
      'null',
      '[]',
      '42',
      '{}',
      '{"query": 7}',
      '{"query": "{ __typename }", "variables": "x"}',
      '{"query": "{ __typename }", "operationName": "x"}',
      '{"query": "{ __typename }", "operationName": 3}',
    ]) {
      const answer = await post(payload, json);
      expect([payload, answer.statusCode]).toEqual([payload, 400]);
      expect(answer.body).not.toMatch(/node_modules|stack|\.ts/);
    }
  });

  it('says which word of a faulty query is wrong', async () => {
    const { status, errors } = await test.ask('{ nothingOfThisName }');
    expect(status).toBe(400);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('nothingOfThisName'),
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('serves GraphiQL and all its parts itself', async () => {
    const page = await ask('/graphiql');
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).not.toMatch(/https?:|\/\/[a-z]/);
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part!);
    expect(parts).toEqual(expect.arrayContaining(['/graphiql/graphiql.js', '/graphiql/graphiql.css']));
    expect(parts).toHaveLength(5);
    for (const part of parts) {
      const answer = await ask(part);
      expect([part, answer.statusCode, answer.body.length > 100]).toEqual([part, 200, true]);
      expect(answer.headers['content-type']).toMatch(
        part.endsWith('.css') ? /^text\/css/ : /^text\/javascript/,
      );
    }
    const { headers } = await ask('/graphiql/react.js');
    expect(headers['cache-control']).toMatch(/max-age=\d{4,}/);
    expect((await ask('/graphiql/react.js', { 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
  });

  it('says 503 and when to come back, also while it finds out who asks, when every connection is busy', async () => {
    const small = await startTestApplication({ poolSize: 1, acquireTimeoutMs: 2_000 });
    try {
      const client = await small.app.get(Database).connect();
      const caller = { session: 'a'.repeat(43), cooperative: 'somewhere' };
      const busy = await small.ask('{ recordVerification { head } }', {}, caller);
      expect(busy).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        errors: [{ extensions: { code: 'BUSY' } }],
      });
      expect((await small.app.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200);
      client.release();
      expect((await small.ask('{ recordVerification { head } }', {}, caller)).status).toBe(200);
    } finally {
      await small.stop();
    }
  });

  it('masks an outage: an incident id for the caller, the rest for the log', async () => {
    const broken = await startTestApplication();
    await withClient(broken.database.superuserUrl, (client) =>
      client.query('DROP FUNCTION request_viewer(bytea, text)'),
    );
    const { status, errors } = await broken.ask(
      '{ recordVerification { head } }',
      {},
      { cooperative: 'somewhere' },
    );
    await broken.stop();
    expect(status).toBe(500);
    const incidentId = String(errors?.[0]?.extensions?.incidentId);
    expect(errors).toEqual([
      {
        message: `Something went wrong on our side. Incident ${incidentId}.`,
        extensions: { code: 'INTERNAL', incidentId },
      },
    ]);
    expect(broken.logLines.some((line) => line.includes(incidentId) && line.includes('request_viewer'))).toBe(
      true,
    );
  });

  it('gives a request up after its time, and the statement that held it', async () => {
    const hasty = await startTestApplication({ requestTimeoutMs: 300 });
    try {
      const { members } = await buildCooperative(hasty.database, { members: 1 });
      const answer = await withClient(hasty.database.superuserUrl, async (client) => {
        await client.query('BEGIN; LOCK TABLE audit_seal IN ACCESS EXCLUSIVE MODE');
        const late = await hasty.ask('{ recordVerification { head } }', {}, members[0]!.caller);
        await client.query('COMMIT');
        return late;
      });
      expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'TIMEOUT' } }] });
    } finally {
      await hasty.stop();
    }
  });

  it('loses no connection to a request given up while it is found out who asks', async () => {
    const hasty = await startTestApplication({ requestTimeoutMs: 300, poolSize: 1, acquireTimeoutMs: 5_000 });
    try {
      const { members } = await buildCooperative(hasty.database, { members: 1 });
      await withClient(hasty.database.superuserUrl, async (client) => {
        await client.query('BEGIN; LOCK TABLE session IN ACCESS EXCLUSIVE MODE');
        const late = await hasty.ask('{ me { id } }', {}, members[0]!.caller);
        expect(late).toMatchObject({ status: 503, errors: [{ extensions: { code: 'TIMEOUT' } }] });
        await client.query('COMMIT');
      });
      expect((await hasty.ask('{ me { id } }', {}, members[0]!.caller)).status).toBe(200);
    } finally {
      await hasty.stop();
    }
  });

  it('answers over a real socket with a request id', async () => {
    await test.app.listen(0, '127.0.0.1');
    const { port } = test.app.getHttpServer().address() as { port: number };
    const response = await new Promise<IncomingMessage>((resolve) =>
      get({ port, path: '/health/live', agent: false }, resolve),
    );
    response.resume();
    expect(response.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
