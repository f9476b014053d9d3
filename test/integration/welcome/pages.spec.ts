import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { buildPerson } from '../../support/builders/membership.js';
import { openPoll } from '../../support/builders/poll.js';

const hostile = `<img src=x onerror=alert(1)> "quoted" & 'so'`;

describe('the front page', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { slug: 'rio', members: 3, roles: { 0: ['steward'] } });
    await withClient(test.database.ownerUrl, async (client) => {
      await client.query(`UPDATE cooperative SET name = $1 WHERE slug = 'rio'`, [`Río ${hostile}`]);
      await client.query(
        `INSERT INTO party_name (cooperative_id, id, party_id, usage, name, effective_on)
         VALUES ($1, gen_random_uuid(), $2, 'chosen', $3, '2020-02-02')`,
        [coop.id, coop.members[1]!.partyId, `Bo ${hostile}`],
      );
    });
  });
  afterAll(() => test.stop());

  const get = async (url: string, session?: string) => {
    const headers: Record<string, string> = session ? { cookie: `__Host-rochdale=${session}` } : {};
    const answer = await test.app.inject({ method: 'GET', url, headers });
    return { status: answer.statusCode, headers: answer.headers, page: answer.body };
  };
  const asMember = (place: number, url = '/') => get(url, coop.members[place]!.caller.session);
  const propose = async (place: number, title: string) => {
    const { caller } = coop.members[place]!;
    const drafted = await test.ask(
      `mutation ($input: DraftProposalInput!, $key: String!) { draftProposal(input: $input, idempotencyKey: $key) {
         ... on ProposalDrafted { proposalId } } }`,
      { input: { title, body: '' }, key: newId() },
      caller,
    );
    const { proposalId } = drafted.data.draftProposal as { proposalId: string };
    const document = `mutation ($id: ID!) { publishProposal(proposalId: $id) { __typename } }`;
    await test.ask(document, { id: proposalId }, caller);
  };

  it('shows a stranger how to sign in, and nothing of any cooperative', async () => {
    await propose(1, 'Buy a bicycle');
    for (const url of ['/', '/?cooperative=rio', '/?cooperative=nowhere']) {
      const { status, page } = await get(url);
      expect([status, page]).toEqual([200, (await get('/')).page]);
      expect(page).toContain('id="ask-code"');
      for (const secret of ['Río', 'Buy a bicycle', 'Member 1']) expect(page).not.toContain(secret);
    }
    expect((await get('/', 'x'.repeat(43))).page).toContain('id="ask-code"');
  });

  it('says who a member is, and what waits for them, with every name made harmless', async () => {
    await propose(1, `Paint it ${hostile}`);
    const { page } = await asMember(1);
    expect(page).toContain(
      '<strong>Bo &lt;img src=x onerror=alert(1)&gt; &quot;quoted&quot; &amp; &#39;so&#39;</strong>',
    );
    expect(page).toContain('member number 2');
    expect(page).toContain('Paint it &lt;img');
    expect(page).not.toContain('<img');
    expect((await asMember(0)).page).toContain('member number 1, steward');
  });

  it('keeps within its policy: no script, style or handler of its own in the page', async () => {
    for (const { page, headers } of [await get('/'), await asMember(0)]) {
      expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/welcome/welcome.js" defer>']);
      expect(page).not.toMatch(/<style|\sstyle=|<[^>]*\son[a-z]+=/);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await get('/welcome/welcome.js')).page).toContain('requestSignInCode');
    expect((await get('/welcome/welcome.css')).headers['content-type']).toContain('text/css');
  });

  it('lists a vote until the member has voted', async () => {
    const poll = await openPoll(test, coop, { question: 'Buy two bicycles?' });
    expect((await asMember(2)).page).toContain('Vote: Buy two bicycles?');
    await test.ask(
      `mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }`,
      { input: { pollId: poll, ballot: { choice: 'FOR' }, idempotencyKey: newId() } },
      coop.members[2]!.caller,
    );
    expect((await asMember(2)).page).not.toContain('Vote: Buy two bicycles?');
    expect((await asMember(0)).page).toContain('Vote: Buy two bicycles?');
  });

  it('switches only to cooperatives of one’s own', async () => {
    const other = await buildCooperative(test.database, { slug: 'other', members: 1 });
    expect((await asMember(0, '/?cooperative=other')).page).toContain('Río');
    expect((await asMember(0, '/?cooperative=rio&cooperative=other')).page).toContain('Río');
    expect((await get('/?cooperative=rio', other.members[0]!.caller.session)).page).toContain(
      'Cooperative other',
    );
  });

  it('offers somebody without a membership the form for an invitation', async () => {
    const { session } = await buildPerson(test);
    const { page } = await get('/', session);
    expect(page).toContain('id="accept-invitation"');
    expect(page).not.toContain('Río');
  });
});
