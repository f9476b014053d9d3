import type { Answer } from '../../support/application.js';
import { key, type Step } from './catalogue.js';
import type { IsolationWorld } from './world.js';

type Entry = [string, (world: IsolationWorld) => Step | Promise<Step>];

const membership = (world: IsolationWorld, place: number): string => world.home.members[place]!.membershipId;
const keepLot =
  (world: IsolationWorld) =>
  (data: Answer['data']): void => {
    const { lots } = data.capitalAccount as { lots: { nodes: { id: string; year: number | null }[] } };
    world.ids.lot = lots.nodes.find(({ year }) => year === 2022)!.id;
  };

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
];
