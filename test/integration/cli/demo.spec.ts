import {
  demoGreeting,
  ensureDemoCooperative,
  type DemoCooperative,
} from '../../../src/cli/demo/demonstration.js';
import { invariants } from '../../../src/cli/invariants.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';

const mostRounds = 400;

/** Time passes when the story waits: mail is delivered, the clock goes on by a second, what is due is done. */
function settleByTheClock(test: TestApplication): (isSo: () => Promise<boolean>) => Promise<void> {
  let round = Promise.resolve();
  const next = async (): Promise<void> => {
    await test.runJobs();
    await test.database.advanceClock('1 second');
    await test.runDuties();
  };
  return async (isSo) => {
    for (let rounds = 0; !(await isSo()); rounds += 1) {
      if (rounds > mostRounds) throw new Error('the story waited for something that did not happen');
      await (round = round.then(next));
    }
  };
}

describe('the demonstration', () => {
  let test: TestApplication;
  let cooperative: DemoCooperative;
  let said: string[];
  beforeAll(async () => {
    test = await startTestApplication({ poolSize: 8, demonstration: true });
    said = [];
    const world = { app: test.app, settle: settleByTheClock(test) };
    cooperative = await ensureDemoCooperative(world, (line) => said.push(line));
  });
  afterAll(() => test.stop());

  const rows = <Row>(sql: string): Promise<Row> =>
    withClient(test.database.superuserUrl, async (client) => (await client.query(sql)).rows[0] as Row);

  it('reads both files whole: 324 members beside the officers, and 319 records of patronage', async () => {
    expect(said).toContain('Imported 324 members from demo/members.csv.');
    expect(
      await rows(`SELECT (SELECT count(*)::int FROM membership) AS members,
        (SELECT count(*)::int FROM patronage_record) AS records,
        (SELECT count(*)::int FROM party WHERE person_id IS NOT NULL) AS accounts,
        (SELECT sum(quantity_millionths)::text FROM patronage_record WHERE basis = 'purchases') AS quantity`),
    ).toEqual({ members: 326, records: 319, accounts: 42, quantity: '1369080840000' });
  });

  it('counts the vote already called by the old rule, and the next one by the new', async () => {
    const { told } = await rows<{ told: unknown }>(
      `SELECT json_agg(json_build_array(rule_key, rule_version, outcome, stage) ORDER BY number) AS told FROM decision`,
    );
    expect(told).toEqual([
      ['decision-policy/bylaw-change', 1, 'adopted', 'carried_out'],
      ['decision-policy/distribution', 1, 'no_quorum', 'not_adopted'],
      ['decision-policy/distribution', 2, 'adopted', 'carried_out'],
    ]);
  });

  it('shares exactly the amount, each share the floor of its exact part or one cent more', async () => {
    expect(
      await rows(
        `WITH weight AS (SELECT party_id, sum(quantity_millionths) AS w FROM patronage_record WHERE basis = 'purchases' GROUP BY party_id),
              total AS (SELECT sum(w) AS w FROM weight)
         SELECT sum(l.amount_minor)::text AS shared, (SELECT sum(amount_minor)::text FROM run_line_form) AS in_forms,
                count(*) FILTER (WHERE l.amount_minor - div(3000000 * weight.w, total.w) NOT IN (0, 1))::int AS wrong,
                count(*) FILTER (WHERE weight.w IS NULL AND l.amount_minor > 0)::int AS strangers
         FROM total, run_line l LEFT JOIN weight USING (party_id)`,
      ),
    ).toEqual({ shared: '3000000', in_forms: '3000000', wrong: 0, strangers: 0 });
  });

  it('leaves books whose sum is the surplus, with every share in its member’s accounts', async () => {
    expect(
      await rows(
        `WITH line AS (SELECT a.path, a.party_id, l.amount_minor AS amount FROM ledger_line l
           JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id)
         SELECT sum(amount)::text AS difference,
                sum(amount) FILTER (WHERE path = 'equity:result:2025')::text AS result,
                (-sum(amount) FILTER (WHERE path <> 'equity:result:2025'))::text AS rest,
                (SELECT count(*)::int FROM run_line d WHERE d.amount_minor <> (
                   SELECT -coalesce(sum(amount), 0) FROM line WHERE line.party_id = d.party_id)) AS missing
         FROM line`,
      ),
    ).toEqual({ difference: '0', result: '4187352', rest: '4187352', missing: 0 });
  });

  it('leaves data of which every invariant holds', async () => {
    const [id] = Object.values(await rows<Record<string, string>>(`SELECT id FROM cooperative`));
    expect(await brokenIn(test, id!, invariants)).toEqual([]);
  });

  it('tells it with its arithmetic, and lets three people in by a click', async () => {
    const told = await demoGreeting(test.app, cooperative, 'http://localhost:4000');
    const text = told.join('\n');
    expect(text).toContain('Quorum: 42 of 326 members took part');
    expect(text).toMatch(/sum +71,873\.52 +71,873\.52 EUR/);
    expect(text).toContain('says the same, to the cent');
    const links = [...text.matchAll(/http:\/\/localhost:4000(\/demo\/sign-in\/\S+)/g)].map(
      ([, path]) => path!,
    );
    expect(links).toHaveLength(3);
    const pages: string[] = [];
    for (const url of links) {
      const entered = await test.app.inject({ method: 'GET', url });
      const cookie = String(entered.headers['set-cookie']).split(';')[0]!;
      pages.push((await test.app.inject({ method: 'GET', url: '/', headers: { cookie } })).body);
    }
    for (const page of pages) expect(page).toContain('Vote: Open the shop on Saturday afternoons');
    expect(pages.map((page) => /member number \d+(, [a-z ]+)?/.exec(page)?.[1])).toEqual([
      undefined,
      ', treasurer',
      ', secretary and steward',
    ]);
  });

  it('is lived once: the next start finds it as it is', async () => {
    const again: string[] = [];
    const world = { app: test.app, settle: settleByTheClock(test) };
    expect(await ensureDemoCooperative(world, (line) => again.push(line))).toEqual(cooperative);
    expect(again).toEqual([]);
  });
});
