import { Ledger } from '../../../src/ledger/ledger.service.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import type { Answer } from '../../support/application.js';
import { key, type Step } from './catalogue.js';
import { leaving } from './catalogue-of-leaving.js';
import type { IsolationWorld } from './world.js';

type Entry = [string, (world: IsolationWorld) => Step | Promise<Step>];

const membership = (world: IsolationWorld, place: number): string => world.home.members[place]!.membershipId;
const keepLot =
  (world: IsolationWorld) =>
  (data: Answer['data']): void => {
    const { lots } = data.capitalAccount as { lots: { nodes: { id: string; year: number | null }[] } };
    world.ids.lot = lots.nodes.find(({ year }) => year === 2022)!.id;
  };

const bankFile = (world: IsolationWorld): string =>
  `reference;amount;date;outcome\n${world.ids.payout};1.00;2026-03-02;paid\n`;

/** What the cooperative owes a member, as a distribution leaves it. */
async function owe(world: IsolationWorld, place: number, family = 'member-payable'): Promise<void> {
  const { partyId, number } = world.home.members[place]!;
  const viewer = systemIn(world.home.id);
  const [app, path] = [world.test.app, `liabilities:${family}:m00${number}`];
  const lines = [
    { account: { path: 'equity:reserve:voluntary' }, amountMinor: 100n },
    { account: { path, partyId }, amountMinor: -100n },
  ];
  const entry = { kind: 'gift', narration: 'A gift', effectiveOn: '2026-03-01', sourceType: 'gift', lines };
  await app
    .get(UnitOfWork)
    .inTransaction(viewer, (tx) => app.get(Ledger).post(tx, viewer, { ...entry, sourceId: newId() }));
}

/** Members' capital, in an order in which each act can succeed. */
export const capital: Entry[] = [
  [
    'openCapitalBalance',
    (world) => {
      const lot = { membershipId: membership(world, 4), kind: 'RETAINED', year: 2022, amountMinor: '5000' };
      const opening = { ...lot, asOf: '2025-12-31', evidence: 'Ledger of 2025', idempotencyKey: key() };
      return { by: world.member(1), variables: { input: opening } };
    },
  ],
  [
    'capitalAccount',
    (world) => ({
      by: world.member(1),
      variables: { membershipId: membership(world, 4) },
      keep: keepLot(world),
    }),
  ],
  ['capitalAccounts', (world) => ({ by: world.member(3), variables: {} })],
  ['capitalRollForward', (world) => ({ by: world.member(3), variables: {} })],
  ['redemptionCalendar', (world) => ({ by: world.member(3), variables: {} })],
  ['myCapital', (world) => ({ by: world.member(4), variables: {} })],
  [
    'markCapitalLot',
    (world) => ({
      by: world.member(1),
      variables: {
        input: { lotId: world.ids.lot, qualified: true, reason: 'Consent', idempotencyKey: key() },
      },
    }),
  ],
  [
    'requestRedemption',
    (world) => ({
      by: world.member(4),
      variables: { input: { lotId: world.ids.lot, idempotencyKey: key() } },
    }),
  ],
  [
    'transferCapital',
    (world) => {
      const pass = { lotId: world.ids.lot, toMembershipId: membership(world, 5), amountMinor: '1000' };
      return {
        by: world.member(1),
        variables: { input: { ...pass, evidence: 'Deed', idempotencyKey: key() } },
      };
    },
  ],
  [
    'preparePayouts',
    async (world) => {
      await owe(world, 4);
      const batch = { name: 'March', idempotencyKey: key() };
      return {
        by: world.member(1),
        variables: { input: batch },
        keep: (data) => void (world.ids.batch = data.preparePayouts.batchId as string),
      };
    },
  ],
  [
    'makeSmallAmountsDue',
    async (world) => {
      await owe(world, 4, 'small-amounts');
      return { by: world.member(1), variables: { input: { leastMinor: '1', idempotencyKey: key() } } };
    },
  ],
  ['payoutBatches', (world) => ({ by: world.member(3), variables: {} })],
  [
    'payoutBatch',
    (world) => ({
      by: world.member(3),
      variables: { id: world.ids.batch },
      keep: (data) => void (world.ids.payout = data.payoutBatch.payouts.nodes[0].reference as string),
    }),
  ],
  [
    'payoutFilePreview',
    (world) => ({ by: world.member(0), variables: { batchId: world.ids.batch, content: bankFile(world) } }),
  ],
  [
    'recordPayouts',
    (world) => ({
      by: world.member(0),
      variables: { input: { batchId: world.ids.batch, content: bankFile(world), idempotencyKey: key() } },
    }),
  ],
  [
    'cancelPayouts',
    async (world) => {
      await owe(world, 5);
      const made = await world.ask(
        'preparePayouts',
        { input: { name: 'April', idempotencyKey: key() } },
        world.member(1),
      );
      const { batchId } = made.data.preparePayouts as { batchId: string };
      return { by: world.member(1), variables: { input: { batchId, idempotencyKey: key() } } };
    },
  ],
  ...leaving,
];
