import { readFileSync } from 'node:fs';
import { withClient } from '../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type Caller, type TestApplication } from '../support/application.js';
import { buildPerson, keepInvitations, type SentInvitation } from '../support/builders/membership.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { renderLedgerTable } from '../support/ledger-table.js';
import { CooperativeStory } from './cooperative-story.js';
import {
  acceptDocument,
  closePeriodDocument,
  distributionRunsDocument,
  foundDocument,
  importMembersDocument,
  importPatronageDocument,
  myAccountsDocument,
  openPeriodDocument,
  previewMembersDocument,
  recordResultDocument,
  trialBalanceDocument,
} from './keeping.documents.js';

const slug = 'eroski-zaharra';
const surplusMinor = 4_000_000n;
const sharedMinor = 3_600_001n;
const membersFile = readFileSync('demo/members.csv');
const patronageFile = readFileSync('demo/patronage-2025.csv', 'utf8');

describe('import, decide, book', () => {
  let test: TestApplication;
  let story: CooperativeStory;
  let sent: SentInvitation[];
  let steward: Caller;
  let treasurer: Caller;
  let cooperativeId: string;
  let periodId: string;
  let proposalId: string;
  let electors: Caller[];
  beforeAll(async () => {
    test = await startTestApplication();
    await test.database.setClock('2026-02-02T10:00:00Z');
    sent = keepInvitations(test);
    story = new CooperativeStory(test, slug);
  });
  afterAll(() => test.stop());

  const ask: <Answer, Variables extends object>(
    caller: Caller,
    document: Parameters<typeof askTyped<Answer, Variables>>[2],
    variables: Variables,
  ) => Promise<Answer> = (caller, document, variables) => askTyped(test, caller, document, variables);
  const members = { file: { base64: membersFile.toString('base64') } };

  it('begins with a cooperative and its two officers', async () => {
    const [founder, second] = [await buildPerson(test), await buildPerson(test)];
    const input = {
      name: 'Kontsumo Zaharra',
      slug,
      kind: 'CONSUMER',
      currency: 'EUR',
      locale: 'es',
      timeZone: 'Europe/Madrid',
      founderName: 'Ane Etxeberria',
      secondOfficer: { name: 'Jon Ibarra', email: 'jon@example.org', role: 'TREASURER' },
    } as const;
    const founded = done(
      (await ask({ session: founder.session }, foundDocument, { input })).foundCooperative,
    );
    cooperativeId = founded.cooperativeId;
    const code = sent.find(({ to }) => to === 'jon@example.org')!.code;
    done((await ask({ session: second.session }, acceptDocument, { code })).acceptInvitation);
    steward = { session: founder.session, cooperative: slug };
    treasurer = { session: second.session, cooperative: slug };
  });

  it('refuses a member list with faults by line, and writes nothing', async () => {
    const text = `${membersFile.toString('utf8')}S-0001;;not-an-address;;nobodies;2022-13-45;person\n`;
    const preview = await ask(steward, previewMembersDocument, { file: { text } });
    expect(preview.memberImportPreview?.faultCount).toBeGreaterThan(2);
    expect([...new Set(preview.memberImportPreview?.faults.map(({ line }) => line))]).toEqual([327]);
    const refused = await ask(steward, importMembersDocument, { file: { text } });
    expect(reasonOf(refused.importMembers)).toBe('LINES_AT_FAULT');
    expect(reasonOf((await ask(treasurer, importMembersDocument, members)).importMembers)).toBe(
      'NOT_ALLOWED',
    );
    expect(await count('membership')).toBe(2);
  });

  it('imports 324 members from the file on disk, once', async () => {
    const preview = await ask(steward, previewMembersDocument, members);
    expect(preview.memberImportPreview).toMatchObject({ memberCount: 324, faultCount: 0, isImported: false });
    const first = done((await ask(steward, importMembersDocument, members)).importMembers);
    const again = done((await ask(steward, importMembersDocument, members)).importMembers);
    expect(first.members).toBe(324);
    expect(again.importId).toBe(first.importId);
    expect(await count('membership')).toBe(326);
  });

  it('opens a period and records its patronage, every line or none', async () => {
    const input = { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' };
    periodId = done((await ask(treasurer, openPeriodDocument, { input })).openPeriod).periodId;
    const file = (content: string) => ({ input: { periodId, content, idempotencyKey: newId() } });
    const broken = await ask(
      treasurer,
      importPatronageDocument,
      file(`${patronageFile}S-9999;purchases;1,00;x\n`),
    );
    expect(broken.importPatronage).toMatchObject({ reason: 'FILE_HAS_ERRORS' });
    expect(await count('patronage_record')).toBe(0);
    const imported = await ask(treasurer, importPatronageDocument, file(patronageFile));
    expect(done(imported.importPatronage).lines).toBe(319);
  });

  it('records the audited result and closes the period, after which records are final', async () => {
    const result = { periodId, resultMinor: surplusMinor.toString(), idempotencyKey: newId() };
    expect(reasonOf((await ask(steward, recordResultDocument, { input: result })).recordResult)).toBe(
      'NOT_ALLOWED',
    );
    done((await ask(treasurer, recordResultDocument, { input: result })).recordResult);
    const other = { ...result, resultMinor: '1', idempotencyKey: newId() };
    expect(reasonOf((await ask(treasurer, recordResultDocument, { input: other })).recordResult)).toBe(
      'RESULT_RECORDED',
    );
    expect(reasonOf((await ask(steward, closePeriodDocument, { periodId })).closePeriod)).toBe('NOT_ALLOWED');
    done((await ask(treasurer, closePeriodDocument, { periodId })).closePeriod);
    const late = { periodId, content: patronageFile.replaceAll('2025-0', 'late-0'), idempotencyKey: newId() };
    const refused = await ask(treasurer, importPatronageDocument, { input: late });
    expect(reasonOf(refused.importPatronage)).toBe('PERIOD_CLOSED');
  });

  it('computes it, lays it open, and puts it to the vote when the review is over', async () => {
    const sharing = { amountMinor: sharedMinor.toString(), cash: '50%' };
    const runId = await story.reviewedRun(treasurer, periodId, sharing);
    expect(await story.putRunToVote(treasurer, newId())).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await story.putRunToVote(treasurer, runId, '')).toMatchObject({ reason: 'INVALID_INPUT' });
    proposalId = done(await story.putRunToVote(steward, runId)).proposalId;
    expect(await story.putRunToVote(treasurer, runId)).toMatchObject({ reason: 'RUN_UNDER_VOTE' });
  });

  it('opens the vote only when it is published, its notice over, and by whom the rule names', async () => {
    const opened = async (caller: Caller, hours = 25) =>
      reasonOf(await story.openVote(caller, proposalId, await story.hoursFromNow(hours)));
    expect(await opened(steward)).toBe('NOT_IN_DELIBERATION');
    expect(await opened(treasurer)).toBe('NOT_FOUND');
    expect(reasonOf(await story.publish(treasurer, proposalId))).toBe('NOT_FOUND');
    done(await story.publish(steward, proposalId));
    expect(await opened(steward)).toBe('NOTICE_HAS_NOT_PASSED');
    await test.database.advanceClock('7 days 1 minute');
    expect(await opened(treasurer)).toBe('NOT_ALLOWED');
    expect(await opened(steward, 2)).toBe('CLOSES_TOO_SOON');
    expect(await opened(steward)).toBe('done');
  });

  it('is voted on by the members, in secret until the close', async () => {
    electors = await story.seat(80);
    const { poll } = await story.proposal(steward, proposalId);
    for (const [place, elector] of electors.entries())
      done(await story.cast(elector, poll!.id, place < 60 ? 'FOR' : 'AGAINST'));
    const under = await story.proposal(electors[0]!, proposalId);
    expect(under).toMatchObject({
      state: 'VOTING',
      poll: { turnout: { people: 80, eligiblePeople: 326 }, result: null },
      decision: null,
    });
    await test.database.advanceClock('26 hours');
    expect(reasonOf(await story.cast(electors[0]!, poll!.id, 'AGAINST'))).toBe('POLL_CLOSED');
  });

  it('closes, decides and carries out by the clock, once', async () => {
    await test.runDuties();
    await test.runDuties();
    const decided = await story.proposal(steward, proposalId);
    expect(decided).toMatchObject({
      state: 'DECIDED',
      poll: { result: { outcome: 'PASSED', isFinal: true } },
      decision: { number: 1, outcome: 'ADOPTED', stage: 'CARRIED_OUT', attempts: [{ carriedOut: true }] },
    });
    expect(await count('distribution_run')).toBe(1);
  });

  it('stands on every capital account to the cent, as independent SQL finds', async () => {
    const shares = await independentShares();
    expect(shares).toHaveLength(300);
    expect(shares.filter(({ booked, share }) => BigInt(booked) !== BigInt(share))).toEqual([]);
    expect(shares.reduce((sum, { share }) => sum + BigInt(share), 0n)).toBe(sharedMinor);
    const me = await ask(electors[0]!, myAccountsDocument, {});
    const [line] = (await ask(electors[0]!, distributionRunsDocument, {})).distributionRuns!.nodes[0]!
      .myLines!;
    const forms = line!.forms.map(({ amountMinor }) => BigInt(amountMinor));
    expect(forms.reduce((sum, part) => sum + part, 0n)).toBe(BigInt(line!.amountMinor));
    const mine = me.myLedgerAccounts!.nodes.map(({ balanceMinor }) => -BigInt(balanceMinor));
    expect(mine.sort()).toEqual(forms.sort());
    const { trialBalance } = await ask(treasurer, trialBalanceDocument, {});
    expect(trialBalance!.reduce((sum, { balanceMinor }) => sum + BigInt(balanceMinor), 0n)).toBe(0n);
    expect(trialBalance).toContainEqual({
      family: 'equity:surplus-to-appropriate',
      currency: 'EUR',
      balanceMinor: (sharedMinor - surplusMinor).toString(),
    });
  });

  it('is a ledger that an auditor can read', async () => {
    const table = await test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperativeId), (tx) => renderLedgerTable(tx));
    const lines = table.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
    expect(lines.slice(0, 5)).toEqual([
      '2025-12-31 Result of 2025 brought in from the audited accounts',
      'equity:result:2025 40000.00 EUR',
      'equity:surplus-to-appropriate:2025 40000.00 EUR',
      '2026-02-17 Surplus of 2025: Surplus by purchases',
      'equity:surplus-to-appropriate:2025 36000.01 EUR',
    ]);
    expect(lines.at(-1)).toBe('= sum 76000.01 76000.01 EUR');
    expect(lines).toHaveLength(606);
  });

  /** The largest-remainder rule written again, in SQL over the records: share by purchases, halves, and what is booked. */
  async function independentShares(): Promise<{ share: string; booked: string }[]> {
    return withClient(test.database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ share: string; booked: string }>(
        `WITH weight AS (
           SELECT r.party_id, sum(r.quantity_millionths)::numeric AS w, p.seed, m.number
           FROM patronage_record r JOIN period p ON p.id = r.period_id JOIN membership m ON m.party_id = r.party_id
           WHERE r.cooperative_id = $1 AND r.basis = 'purchases' GROUP BY r.party_id, p.seed, m.number),
         cut AS (
           SELECT party_id, div($2::numeric * w, total) AS whole, mod($2::numeric * w, total) AS rest,
                  sha256(convert_to(seed || 'm' || lpad(number::text, 3, '0'), 'UTF8')) AS lot
           FROM weight, (SELECT sum(w) AS total FROM weight) t),
         ranked AS (
           SELECT *, row_number() OVER (ORDER BY rest DESC, lot) AS place, $2::numeric - sum(whole) OVER () AS left_over FROM cut)
         SELECT (whole + (place <= left_over)::int)::text AS share,
           (SELECT coalesce(-sum(l.amount_minor), 0)::text FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
            WHERE a.party_id = ranked.party_id) AS booked
         FROM ranked`,
        [cooperativeId, sharedMinor.toString()],
      );
      return rows;
    });
  }

  async function count(table: 'membership' | 'patronage_record' | 'distribution_run'): Promise<number> {
    return withClient(test.database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) FROM ${table} WHERE cooperative_id = $1`,
        [cooperativeId],
      );
      return Number(rows[0]!.count);
    });
  }
});
