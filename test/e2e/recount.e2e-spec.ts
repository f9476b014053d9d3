import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recountFile } from '../../src/cli/recount.command.js';
import { newId } from '../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { startTestApplication, type Caller, type TestApplication } from '../support/application.js';
import { askTyped, done, graphql } from '../support/client.js';
import { CooperativeStory } from './cooperative-story.js';
import { draftProposalDocument } from './deciding.documents.js';

const resultDocument = graphql(`
  query RecountedPoll($id: ID!) {
    poll(id: $id) {
      recountPath
      myBallot {
        checkCode
      }
      result {
        outcome
        ballotsHash
      }
    }
  }
`);

describe('a recount that finds the altered ballot', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let pollId: string;
  let folder: string;
  let text: string;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 7, roles: { 0: ['steward'] } });
    story = new CooperativeStory(test, coop.slug);
    folder = await mkdtemp(join(tmpdir(), 'recount-story-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await test.stop();
  });

  const member = (place: number): Caller => coop.members[place]!.caller;
  const poll = async (place: number) =>
    (await askTyped(test, member(place), resultDocument, { id: pollId })).poll!;
  const download = (path: string, session?: string) =>
    test.app.inject({
      url: path,
      ...(session && { headers: { authorization: `Bearer ${session}` } }),
    });
  async function recounted(content: string, options: { hash?: string; code?: string } = {}) {
    const file = join(folder, `${newId()}.ndjson`);
    await writeFile(file, content);
    const lines: string[] = [];
    const code = await recountFile(file, options, (line) => lines.push(line));
    return { code, lines };
  }

  it('gives no package before the close', async () => {
    const input = { title: 'Open on Sundays', body: '' };
    const drafted = await askTyped(test, member(1), draftProposalDocument, { key: newId(), input });
    const { proposalId } = done(drafted.draftProposal);
    pollId = await story.putToTheVote(member(1), proposalId, 30);
    expect(await poll(2)).toMatchObject({ recountPath: null, result: null });
    const early = await download(`/recount/${coop.slug}/${pollId}`, coop.members[2]!.caller.session);
    expect(early.statusCode).toBe(404);
  });

  it('gives members the package of the closed vote, and nobody else', async () => {
    for (const [place, { caller }] of coop.members.entries())
      done(await story.cast(caller, pollId, place < 4 ? 'FOR' : 'AGAINST'));
    await test.database.advanceClock('26 hours');
    await test.runDuties();
    const { recountPath, result } = await poll(3);
    expect(result?.outcome).toBe('PASSED');
    const answer = await download(recountPath!, coop.members[3]!.caller.session);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-disposition']).toContain('attachment');
    text = answer.body;
    expect((await download(recountPath!)).statusCode).toBe(404);
    const stranger = await buildCooperative(test.database, { members: 1 });
    const other = await download(recountPath!, stranger.members[0]!.caller.session);
    expect(other.statusCode).toBe(404);
    expect(other.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('recounts it without server or database: identical, under the hash of the result, with one’s own ballot in it', async () => {
    const { result, myBallot } = await poll(5);
    const { code, lines } = await recounted(text, {
      hash: result!.ballotsHash!,
      code: myBallot!.checkCode,
    });
    expect(lines[0]).toBe('identical');
    expect(lines).toContain('It is the hash that was given.');
    expect(lines.at(-1)).toContain('{"choice":"against"}');
    expect(code).toBe(0);
  });

  it('says first that they are other ballots, where the hash is not the one that was given', async () => {
    const { code, lines } = await recounted(text, { hash: 'f'.repeat(64) });
    expect(lines[0]).toMatch(/^other ballots/);
    expect(code).toBe(1);
  });

  it('shows how everybody voted only where the vote is open', () => {
    const ballots = text.trimEnd().split('\n').slice(1, -1);
    expect(ballots).toHaveLength(7);
    const head = JSON.parse(text.slice(0, text.indexOf('\n'))) as { poll: { visibility: string } };
    const named = ballots.filter((line) => line.includes('"member"')).length;
    expect(named).toBe(head.poll.visibility === 'open' ? 7 : 0);
  });

  it('finds the ballot that somebody turned round, by line and check code', async () => {
    const { myBallot } = await poll(0);
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes(`"code":"${myBallot!.checkCode}"`));
    lines[at] = lines[at]!.replace('{"choice":"for"}', '{"choice":"against"}');
    const found = await recounted(lines.join('\n'));
    expect(found.code).toBe(1);
    expect(found.lines[0]).toMatch(/^altered, and differs in counting\./);
    expect(found.lines.join('\n')).toContain(`Line ${at + 1}: the ballot ${myBallot!.checkCode}`);
  });
});
