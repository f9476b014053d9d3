import { Ledger } from '../../../src/ledger/ledger.service.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import type { Answer } from '../../support/application.js';
import { key, type Step } from './catalogue.js';
import type { IsolationWorld } from './world.js';

type Entry = [string, (world: IsolationWorld) => Step | Promise<Step>];
type Fields = Record<string, string>;

const act = (
  world: IsolationWorld,
  place: number,
  input: object,
  keep?: (data: Answer['data']) => void,
): Step => ({
  by: world.member(place),
  variables: { input: { ...input, idempotencyKey: key() } },
  ...(keep && { keep }),
});
async function must(world: IsolationWorld, name: string, place: number, input: object): Promise<Fields> {
  const { data } = await world.ask(name, { input: { ...input, idempotencyKey: key() } }, world.member(place));
  const done = (data as Record<string, Fields>)[name]!;
  if (done.reason) throw new Error(`${name}: ${JSON.stringify(done)}`);
  return done;
}
const policyKey = 'surplus-policy/leaving';
const consentFile = 'ref;given;effective_on;evidence\nm006;bylaw;2026-01-30;Bylaw 9\n';
const exit = (world: IsolationWorld) => ({ membershipId: world.ids.leaver, reason: 'VOLUNTARY', policyKey });

/** A member of three tenths of capital who has left, and a rule of the bylaws that pays in three parts. */
async function somebodyLeft(world: IsolationWorld): Promise<void> {
  const schedule = [0, 0, 12].map((month, place) => ({ month: month + place, rate: '1/3' }));
  const rule = { exit: { schedule }, unclaimed: { afterDays: 0, then: 'reserve' } };
  await world.sql(
    `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
     VALUES ($1, $2, $3, 1, $4, 'Article 25', 'What leaves.', 'en', '2021-01-01')`,
    [world.home.id, newId(), policyKey, JSON.stringify(rule)],
  );
  const added = { name: 'Leaver', classCode: 'members', kind: 'PERSON', joinedOn: '2025-01-01' };
  const { data } = await world.ask('addMember', { input: added }, world.member(2));
  world.ids.leaver = data.addMember.membershipId as string;
  const capital = { membershipId: world.ids.leaver, kind: 'SHARES', amountMinor: '300', asOf: '2025-12-31' };
  await must(world, 'openCapitalBalance', 1, { ...capital, evidence: 'Ledger' });
  await world.ask('leaveCooperative', { input: { membershipId: world.ids.leaver } }, world.member(2));
}

const euros = (minor: string): string => minor.padStart(3, '0').replace(/(..)$/, '.$1');

/** A payout of what is due that the bank sends back. */
async function bounced(world: IsolationWorld): Promise<string> {
  const { batchId } = await must(world, 'preparePayouts', 1, { name: 'May' });
  const { data } = await world.ask('payoutBatch', { id: batchId }, world.member(3));
  const rows = data.payoutBatch.payouts.nodes as Fields[];
  const content = rows.map(
    ({ reference, amountMinor }) => `${reference};${euros(amountMinor!)};2026-03-02;bounced\n`,
  );
  await must(world, 'recordPayouts', 0, {
    batchId,
    content: `reference;amount;date;outcome\n${content.join('')}`,
  });
  return rows.find(({ source }) => source === 'REDEMPTION_PAYABLE')!.id!;
}

/** Settling with who leaves, in an order in which each act can succeed. */
export const leaving: Entry[] = [
  [
    'draftExit',
    async (world) => {
      await somebodyLeft(world);
      return act(
        world,
        1,
        exit(world),
        (data) => void (world.ids.exit = data.draftExit.settlementId as string),
      );
    },
  ],
  ['withdrawExit', (world) => act(world, 1, { settlementId: world.ids.exit })],
  [
    'approveExit',
    async (world) => {
      world.ids.exit = (await must(world, 'draftExit', 1, exit(world))).settlementId!;
      return act(world, 0, { settlementId: world.ids.exit });
    },
  ],
  ['exitSettlements', (world) => ({ by: world.member(3), variables: {} })],
  ['exitSettlement', (world) => ({ by: world.member(3), variables: { id: world.ids.exit } })],
  [
    'myExitSettlements',
    async (world) => {
      const session = await world.session();
      await world.sql(
        `UPDATE party p SET person_id = s.person_id FROM session s, membership m
         WHERE s.token_hash = sha256($1::bytea) AND m.id = $2 AND p.id = m.party_id`,
        [session, world.ids.leaver],
      );
      return { by: { session, cooperative: 'home' }, variables: {} };
    },
  ],
  ['stopExitPayments', (world) => act(world, 1, { settlementId: world.ids.exit, reason: 'Board' })],
  ['resumeExitPayments', (world) => act(world, 1, { settlementId: world.ids.exit, reason: 'Board' })],
  [
    'setAsideUnclaimed',
    async (world) =>
      act(
        ...([world, 1, { payoutId: await bounced(world), policyKey }] as const),
        (data) => void (world.ids.claim = data.setAsideUnclaimed.claimId as string),
      ),
  ],
  ['unclaimedClaims', (world) => ({ by: world.member(3), variables: {} })],
  ['returnUnclaimed', (world) => act(world, 1, { claimId: world.ids.claim })],
  ['accelerateExit', (world) => act(world, 1, { settlementId: world.ids.exit, reason: 'Board' })],
  [
    'forfeitUnclaimed',
    async (world) => {
      const claimed = await must(world, 'setAsideUnclaimed', 1, {
        payoutId: await bounced(world),
        policyKey,
      });
      await world.test.database.advanceClock('1 day');
      return act(world, 1, { claimId: claimed.claimId });
    },
  ],
  [
    'planRedemption',
    async (world) => {
      const lot = { membershipId: world.home.members[5]!.membershipId, kind: 'RETAINED', year: 2020 };
      const opening = { ...lot, amountMinor: '100', asOf: '2025-12-31', evidence: 'Ledger' };
      await must(world, 'openCapitalBalance', 1, opening);
      const figures = { assetsMinor: '900', debtsMinor: '0', cashMinor: '900', evidence: 'Accounts' };
      const policy = JSON.stringify({ redemption: { method: 'revolving', budget: '50' } });
      const keep = (data: Answer['data']) =>
        void (world.ids.plan = data.planRedemption.redemptionId as string);
      return act(world, 1, { name: 'Fund', policy, ...figures }, keep);
    },
  ],
  ['redemptions', (world) => ({ by: world.member(4), variables: {} })],
  ['redemption', (world) => ({ by: world.member(4), variables: { id: world.ids.plan } })],
  ['proposeRedemption', (world) => act(world, 4, { redemptionId: world.ids.plan, title: 'Pay', body: '' })],
  [
    'recordMemberDebt',
    (world) => act(world, 1, { ref: 'm006', amountMinor: '10', asOf: '2026-01-31', evidence: 'Invoice 7' }),
  ],
  ['taxConsentImportPreview', (world) => ({ by: world.member(1), variables: { content: consentFile } })],
  ['importTaxConsents', (world) => act(world, 1, { content: consentFile })],
  [
    'recordTaxConsent',
    (world) =>
      act(world, 1, {
        ref: 'm006',
        given: 'WRITTEN',
        effectiveOn: '2026-01-31',
        evidence: 'Form of 31 January',
      }),
  ],
  ['myTaxConsents', (world) => ({ by: world.member(5), variables: {} })],
  ['taxConsents', (world) => ({ by: world.member(1), variables: {} })],
  [
    'settleMemberLoss',
    async (world) => {
      const { membershipId, partyId } = world.home.members[5]!;
      const viewer = systemIn(world.home.id);
      const lines = [
        { account: { path: 'assets:receivable:member-loss:m006', partyId }, amountMinor: 10n },
        { account: { path: 'equity:loss-carryforward:2025', year: 2025 }, amountMinor: -10n },
      ];
      const entry = { kind: 'loss-absorbed', narration: 'Loss', effectiveOn: '2026-03-01', lines };
      const app = world.test.app;
      await app
        .get(UnitOfWork)
        .inTransaction(viewer, (tx) =>
          app.get(Ledger).post(tx, viewer, { ...entry, sourceType: 'distribution-run', sourceId: newId() }),
        );
      return act(world, 1, { membershipId, from: 'PAYMENT', amountMinor: '10' });
    },
  ],
];
