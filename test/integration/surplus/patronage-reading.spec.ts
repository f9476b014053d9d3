import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

const totals = `query ($id: ID!) { period(id: $id) { patronageTotals { basis quantity participants } } }`;
const mine = `query ($id: ID!) { myPatronage(periodId: $id) { nodes { quantity } } }`;

describe('what is shown of patronage', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
  });
  const ask = async (query: string, id: string, place: number) =>
    (await test.ask(query, { id }, story.coop.members[place]!.caller)).data;
  const quantities = async (periodId: string, place: number) =>
    (await ask(totals, periodId, place)).period.patronageTotals.map(
      (total: { quantity: string | null }) => total.quantity,
    );
  const everyoneBuys = async (periodId: string): Promise<void> => {
    for (const ref of ['m001', 'm002', 'm003', 'm004', 'm005'])
      await story.record(periodId, { ref, quantity: '10' });
  };

  it('shows officers every sum, and members none while two sums would show a record', async () => {
    const periodId = await story.open();
    await everyoneBuys(periodId);
    for (const officer of [0, 1, 2]) expect(await quantities(periodId, officer)).toEqual(['50']);
    expect(await quantities(periodId, 3)).toEqual([null]);
    await story.act('closePeriod', { periodId });
    expect(await quantities(periodId, 3)).toEqual([null]);
    await story.result(periodId, '500');
    const runs = new RunStory(story);
    await runs.review(await runs.computed(periodId, byPurchases()));
    expect(await quantities(periodId, 3)).toEqual(['50']);
  });

  it('shows members no sum that fewer than five make, nor five of whom some net to nothing', async () => {
    const periodId = await story.open();
    await everyoneBuys(periodId);
    const { recordId } = await story.record(periodId, { ref: 'm001', basis: 'hours', quantity: '38.5' });
    for (const ref of ['m002', 'm003', 'm004', 'm005']) {
      const wrong = await story.record(periodId, { ref, basis: 'hours', quantity: '1' });
      await story.act('correctPatronage', {
        input: { recordId: wrong.recordId, sourceRef: newId(), idempotencyKey: newId() },
      });
    }
    expect(recordId).toBeDefined();
    await story.act('closePeriod', { periodId });
    await story.result(periodId, '500');
    const runs = new RunStory(story);
    await runs.review(await runs.computed(periodId, byPurchases()));
    expect(await quantities(periodId, 3)).toEqual([null, '50']);
    expect((await ask(totals, periodId, 3)).period.patronageTotals[0].participants).toBe(1);
    expect(await quantities(periodId, 0)).toEqual(['38.5', '50']);
  });

  it('adds more than a single record may hold', async () => {
    const periodId = await story.open();
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
         SELECT $1, gen_random_uuid(), $2, $3, 'purchases', 9007199254740991, 'till ' || n FROM generate_series(1, 1100) n`,
        [story.coop.id, periodId, story.workerPartyId],
      ),
    );
    expect(await quantities(periodId, 0)).toEqual(['9907919180215.0901']);
  });

  it('shows a suspended member their own records', async () => {
    const periodId = await story.open();
    await story.record(periodId, { ref: 'm004', quantity: '7' });
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
         VALUES ($1, $2, $3, 'suspended', '2024-01-01')`,
        [story.coop.id, newId(), story.coop.members[3]!.membershipId],
      ),
    );
    expect((await ask(mine, periodId, 3)).myPatronage.nodes).toEqual([{ quantity: '7' }]);
    expect((await ask(totals, periodId, 3)).period).toBeNull();
  });
});
