import { withClient } from '../../../src/platform/database/database-roles.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { reasonOf } from '../../support/builders/membership.js';

const preview = `query ($file: MemberFileInput!) { memberImportPreview(file: $file) {
  mayImport { allowed reason } unreadable memberCount faultCount faults { line message } sample { line name ref joinedOn } ignoredColumns isImported } }`;
const importing = `mutation ($file: MemberFileInput!) { importMembers(file: $file) {
  ... on MembersImported { importId members } ... on ImportMembersRefused { reason message details } } }`;

describe('importing members', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database, { members: 2, roles: { 0: ['steward'] } });
  });

  const steward = () => coop.members[0]!.caller;
  const importText = (text: string, caller = steward()) => test.ask(importing, { file: { text } }, caller);
  const counted = async () =>
    (await test.ask('{ members { totalCount } }', {}, steward())).data.members.totalCount as number;

  it('shows every fault by line and writes nothing, then enters every line of the mended file', async () => {
    const faulty =
      'ref;nombre;correo;alta;clase\nA1;Zoë;zoe@example.org;1/2/2019;kings\nA1;;;31/31/2019;members\n';
    const shown = await test.ask(preview, { file: { text: faulty } }, steward());
    expect(shown.data.memberImportPreview).toMatchObject({
      memberCount: 2,
      faultCount: 4,
      isImported: false,
    });
    expect(shown.data.memberImportPreview.faults).toEqual([
      { line: 2, message: 'class “kings” does not exist; it is one of members.' },
      { line: 3, message: 'name must be one line of 1 to 200 characters.' },
      { line: 3, message: 'joined_on must be a day that exists, best written YYYY-MM-DD.' },
      { line: 3, message: 'ref is the same as on line 2.' },
    ]);
    const refused = await importText(faulty);
    expect(refused.data.importMembers).toMatchObject({ reason: 'LINES_AT_FAULT' });
    expect(refused.data.importMembers.details).toHaveLength(4);
    expect(await counted()).toBe(2);
    const mended = 'ref;nombre;correo;alta;clase\nA1;Zoë;zoe@example.org;1/2/2019;members\nA2;Zoë;;;\n';
    expect((await importText(mended)).data.importMembers).toMatchObject({ members: 2 });
    const found = await test.ask(
      '{ members(search: "ZOE") { totalCount nodes { number name reference joinedOn standing contacts { value } } } }',
      {},
      steward(),
    );
    expect(found.data.members).toMatchObject({
      totalCount: 2,
      nodes: [
        { number: 3, name: 'Zoë', reference: 'A1', joinedOn: '2019-02-01', standing: 'ACTIVE' },
        { number: 4, reference: 'A2', contacts: [] },
      ],
    });
  });

  it('answers the same file the same, once, also when it is sent twice at once', async () => {
    const file = 'name\nAna\nAna\n';
    const answers = await Promise.all([importText(file), importText(file), importText(`\uFEFF${file}`)]);
    const ids = new Set(answers.map((answer) => answer.data.importMembers.importId as string));
    expect(ids.size).toBe(1);
    expect(await counted()).toBe(4);
    const shown = await test.ask(preview, { file: { text: file } }, steward());
    expect(shown.data.memberImportPreview).toMatchObject({ isImported: true, faultCount: 0 });
  });

  it('refuses references and addresses that the register has, and days to come', async () => {
    await importText('ref,name,email\nR1,Ana,ana@example.org\n');
    const again = await importText('ref,name,email,joined_on\nR1,Bo,ANA@example.org,2999-01-01\n');
    expect(again.data.importMembers.details).toEqual([
      'Line 2: joined_on 2999-01-01 is still to come.',
      'Line 2: ref R1 is in the register already.',
      'Line 2: email belongs to a member in the register already.',
    ]);
  });

  it('refuses a file in another encoding, two files at once, and none', async () => {
    const latin1 = Buffer.from('name\nNúñez\n', 'latin1').toString('base64');
    const refused = await test.ask(importing, { file: { base64: latin1 } }, steward());
    expect(refused.data.importMembers).toMatchObject({
      reason: 'FILE_UNREADABLE',
      message: expect.stringContaining('not in UTF-8: line 2'),
    });
    expect(
      (await test.ask(preview, { file: { base64: latin1 } }, steward())).data.memberImportPreview,
    ).toMatchObject({
      unreadable: expect.stringContaining('UTF-8'),
    });
    for (const file of [{}, { text: 'name\nA\n', base64: 'bmFtZQ==' }, { base64: '###' }]) {
      expect(reasonOf(await test.ask(importing, { file }, steward()))).toBe('INVALID_INPUT');
    }
  });

  it('is for who keeps the register', async () => {
    const member = coop.members[1]!.caller;
    expect(reasonOf(await importText('name\nAna\n', member))).toBe('NOT_ALLOWED');
    const shown = await test.ask(preview, { file: { text: 'name\nAna\n' } }, member);
    expect(shown.data.memberImportPreview).toMatchObject({
      ...{
        mayImport: { allowed: false, reason: 'NOT_ALLOWED' },
        unreadable: null,
        memberCount: 0,
        sample: [],
      },
    });
  });

  it('enters ten thousand members within seconds, numbered without a gap', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `R${i};Núñez Ø ${i % 500};m${i}@example.org;2015-03-0${1 + (i % 9)}`,
    );
    const file = `\uFEFFref;name;email;joined_on\r\n${lines.join('\r\n')}\r\n`;
    const started = process.hrtime.bigint();
    const answer = await test.ask(
      importing,
      { file: { base64: Buffer.from(file).toString('base64') } },
      steward(),
    );
    const ms = Number((process.hrtime.bigint() - started) / 1_000_000n);
    process.stdout.write(`10,000 members imported in ${ms} ms\n`);
    expect(answer.data.importMembers).toMatchObject({ members: 10_000 });
    expect(ms).toBeLessThan(30_000);
    const numbers = await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `SELECT count(*)::int AS members, max(number) AS last FROM membership WHERE cooperative_id = $1`,
        [coop.id],
      ),
    );
    expect(numbers.rows).toEqual([{ members: 10_002, last: 10_002 }]);
    const page = await test.ask(
      '{ members(search: "nunez ø 499", first: 5) { totalCount nodes { number } } }',
      {},
      steward(),
    );
    expect(page.data.members.totalCount).toBe(20);
  });
});
