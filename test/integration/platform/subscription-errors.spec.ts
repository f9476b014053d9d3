import { withClient } from '../../../src/platform/database/database-roles.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { LiveClient } from '../../support/live-client.js';

const subscription = `subscription ($id: ID!) { pollChanged(pollId: $id) { id } }`;

describe('a subscription that cannot go on', () => {
  let test: TestApplication;
  let url: string;
  beforeAll(async () => {
    test = await startTestApplication();
    await test.app.listen(0, '127.0.0.1');
    url = (await test.app.getUrl()).replace('http', 'ws') + '/graphql';
  });
  afterAll(() => test.stop());

  it('names no cooperative by what cannot be a name, and quotes nothing of the database', async () => {
    const client = await LiveClient.connect(url, { session: 'a'.repeat(43), cooperative: 'a\0b' });
    client.subscribe('1', subscription, { id: 'x' });
    // Of a cooperative that does not exist there is nothing to be seen: the subscription ends.
    expect(await client.next('complete')).toMatchObject({ id: '1' });
    await client.close();
  });

  it('tells the subscriber an incident, and the log the rest', async () => {
    await withClient(test.database.superuserUrl, (client) =>
      client.query('ALTER FUNCTION request_viewer(bytea, text) RENAME TO request_viewer_gone'),
    );
    const client = await LiveClient.connect(url, { session: 'a'.repeat(43), cooperative: 'somewhere' });
    client.subscribe('1', subscription, { id: 'x' });
    const { payload } = await client.next('error');
    await client.close();
    const [, incident] = /^Something went wrong on our side\. Incident ([0-9a-f-]{36})\.$/.exec(
      payload[0].message,
    )!;
    expect(test.logLines.some((line) => line.includes(incident!) && line.includes('request_viewer'))).toBe(
      true,
    );
    expect(JSON.stringify(payload)).not.toMatch(/request_viewer/);
  });
});
