import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { CapitalStory } from './capital-story.js';

describe('a member’s part of a loss', () => {
  let test: TestApplication;
  let story: CapitalStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    await story.open(4, '300', 2024);
    await story.open(4, '200', 2022);
    await story.open(4, '1000');
    const viewer = systemIn(story.coop.id);
    const { partyId } = story.coop.members[4]!;
    const lines = [
      { account: { path: 'assets:receivable:member-loss:m005', partyId }, amountMinor: 900n },
      { account: { path: 'equity:surplus-to-appropriate:2025', year: 2025 }, amountMinor: -900n },
    ];
    const entry = { kind: 'loss-absorbed', narration: 'Loss of 2025', effectiveOn: '2026-03-01', lines };
    await test.app
      .get(UnitOfWork)
      .inTransaction(viewer, (tx) =>
        test.app
          .get(Ledger)
          .post(tx, viewer, { ...entry, sourceType: 'distribution-run', sourceId: newId() }),
      );
  });
  afterAll(() => test.stop());
  afterEach(async () =>
    expect(await brokenIn(test, story.coop.id, [...ledgerInvariants, ...capitalInvariants])).toEqual([]),
  );
  const loss = (over: object) => ({
    membershipId: story.membership(4),
    from: 'CAPITAL',
    amountMinor: '700',
    ...over,
  });

  it('is borne by what was retained longest, and by shares last', async () => {
    expect(await story.refused('settleMemberLoss', loss({}), 4)).toBe('NOT_ALLOWED');
    expect(await story.refused('settleMemberLoss', loss({ amountMinor: '901' }))).toBe('NOTHING_OWED');
    expect(await story.refused('settleMemberLoss', loss({ amountMinor: '0' }))).toBe('INVALID_INPUT');
    await story.done('settleMemberLoss', loss({}));
    expect((await story.lots(4)).map(({ path, balanceMinor }) => [path, balanceMinor])).toEqual([
      ['equity:share-capital:m005', '800'],
    ]);
    expect(await story.ask('myCapital', {}, 4)).toMatchObject({
      rollForward: { lossesMinor: '700', closingMinor: '800' },
    });
  });

  it('or is paid in, up to what is owed', async () => {
    await story.done('settleMemberLoss', loss({ from: 'PAYMENT', amountMinor: '200' }));
    expect(await story.refused('settleMemberLoss', loss({ from: 'PAYMENT', amountMinor: '1' }))).toBe(
      'NOTHING_OWED',
    );
    expect((await story.table('assets:bank')).slice(0, 3)).toEqual([
      '2026-03-02 Loss paid in by m005',
      'assets:bank:main 2.00 EUR',
      'assets:receivable:member-loss:m005 2.00 EUR',
    ]);
  });
});
