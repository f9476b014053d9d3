import { newId } from '../../../src/shared/ids.js';
import type { Answer, Caller } from '../../support/application.js';
import { codeInLetter, requestDocument } from '../../support/sign-in.js';
import type { IsolationWorld } from './world.js';

export interface Step {
  readonly by: Caller;
  readonly variables: object;
  /** What later steps need of the answer. */
  readonly keep?: (data: Answer['data']) => void | Promise<void>;
}
export type Catalogue = ReadonlyMap<string, (world: IsolationWorld) => Step | Promise<Step>>;

const key = () => newId();
const day = '2026-03-01';
const keeping =
  (world: IsolationWorld, name: string, field: string) =>
  (data: Answer['data']): void => {
    world.ids[name] = (Object.values(data as object)[0] as Record<string, string>)[field]!;
  };
const person = async (world: IsolationWorld): Promise<Caller> => ({ session: await world.session() });

const identity: [string, (world: IsolationWorld) => Step | Promise<Step>][] = [
  [
    'requestSignInCode',
    () => ({ by: {}, variables: { input: { address: 'x@example.org', deliverAs: 'TOKEN' } } }),
  ],
  [
    'signIn',
    async (world) => {
      const address = 'sign-in@example.org';
      const asked = await world.test.ask(requestDocument, { input: { address, deliverAs: 'TOKEN' } });
      await world.test.runJobs();
      const { binding } = asked.data.requestSignInCode;
      return {
        by: {},
        variables: {
          input: { address, code: codeInLetter(world.test, address), binding, deliverAs: 'TOKEN' },
        },
      };
    },
  ],
  ['me', (world) => ({ by: world.member(4), variables: {} })],
  ['signOut', async (world) => ({ by: await person(world), variables: {} })],
  ['revokeOtherSessions', async (world) => ({ by: await person(world), variables: {} })],
  [
    'revokeSession',
    async (world) => {
      await world.session(world.home.members[5]!.personId);
      const { data } = await world.ask('me', {}, world.member(5));
      const sessions = data.me.sessions.nodes as { id: string; isCurrent: boolean }[];
      const sessionId = sessions.find(({ isCurrent }) => !isCurrent)!.id;
      return { by: world.member(5), variables: { input: { sessionId } } };
    },
  ],
  [
    'foundCooperative',
    async (world) => ({
      by: await person(world),
      variables: {
        input: {
          ...{
            name: 'New',
            slug: 'newly-founded',
            kind: 'WORKER',
            currency: 'EUR',
            locale: 'en',
            timeZone: 'Europe/Madrid',
          },
          founderName: 'Ada',
          secondOfficer: { name: 'Bo', email: 'bo@example.org' },
        },
      },
    }),
  ],
];

const register: [string, (world: IsolationWorld) => Step | Promise<Step>][] = [
  [
    'addMember',
    (world) => ({
      by: world.member(2),
      variables: { input: { name: 'Added', classCode: 'members', kind: 'ORGANISATION', joinedOn: day } },
      keep: keeping(world, 'added', 'membershipId'),
    }),
  ],
  [
    'inviteMember',
    (world) => ({
      by: world.member(2),
      variables: { input: { name: 'Eva', email: 'eva@example.org', classCode: 'members' } },
      keep: keeping(world, 'invited', 'membershipId'),
    }),
  ],
  ['revokeInvitation', (world) => ({ by: world.member(2), variables: { membershipId: world.ids.invited } })],
  ['resendInvitation', (world) => ({ by: world.member(2), variables: { membershipId: world.ids.invited } })],
  [
    'acceptInvitation',
    async (world) => ({ by: await person(world), variables: { code: world.sent.at(-1)!.code } }),
  ],
  [
    'appointSecondOfficer',
    (world) => ({
      by: world.lonely.members[0]!.caller,
      variables: { input: { name: 'Second', email: 'second@example.org', role: 'TREASURER' } },
    }),
  ],
  [
    'changeMemberClass',
    (world) => ({
      by: world.member(2),
      variables: { input: { membershipId: world.ids.added, classCode: 'associates' } },
    }),
  ],
  [
    'suspendMember',
    (world) => ({ by: world.member(2), variables: { input: { membershipId: world.ids.added } } }),
  ],
  [
    'reinstateMember',
    (world) => ({ by: world.member(2), variables: { input: { membershipId: world.ids.added } } }),
  ],
  [
    'appointRepresentative',
    (world) => ({
      by: world.member(2),
      variables: {
        input: {
          membershipId: world.ids.added,
          representativeMembershipId: world.home.members[5]!.membershipId,
        },
      },
    }),
  ],
  [
    'appointToSeat',
    (world) => ({
      by: world.member(2),
      variables: {
        input: { bodyCode: 'board', membershipId: world.home.members[5]!.membershipId, title: 'Chair' },
      },
      keep: async () => {
        const { data } = await world.ask('bodies', {}, world.member(4));
        const board = data.bodies.find(({ code }: { code: string }) => code === 'board');
        world.ids.seat = board.seats[0].id as string;
      },
    }),
  ],
  ['endSeat', (world) => ({ by: world.member(2), variables: { input: { seatId: world.ids.seat } } })],
  [
    'leaveCooperative',
    (world) => ({ by: world.member(2), variables: { input: { membershipId: world.ids.added } } }),
  ],
  [
    'endRole',
    async (world) => {
      const roleTermId = newId();
      await world.sql(
        `INSERT INTO role_term (cooperative_id, id, membership_id, role, effective_from) VALUES ($1, $2, $3, 'facilitator', '2026-03-01')`,
        [world.home.id, roleTermId, world.ids.added],
      );
      return { by: world.member(0), variables: { input: { roleTermId } } };
    },
  ],
  [
    'importMembers',
    (world) => ({ by: world.member(2), variables: { file: { text: 'name;class\nÑandú;members\n' } } }),
  ],
  [
    'memberImportPreview',
    (world) => ({ by: world.member(2), variables: { file: { text: 'name;class\nOther;members\n' } } }),
  ],
  ['cooperative', (world) => ({ by: world.member(4), variables: {} })],
  ['bodies', (world) => ({ by: world.member(4), variables: {} })],
  ['bylaws', (world) => ({ by: world.member(4), variables: {} })],
  ['bylawHistory', (world) => ({ by: world.member(4), variables: { key: 'decision-policy/resolution' } })],
  ['memberClasses', (world) => ({ by: world.member(4), variables: {} })],
  ['member', (world) => ({ by: world.member(4), variables: { id: world.home.members[5]!.membershipId } })],
  ['members', (world) => ({ by: world.member(4), variables: { search: 'Member' } })],
  ['myMembership', (world) => ({ by: world.member(4), variables: {} })],
];

const books: [string, (world: IsolationWorld) => Step | Promise<Step>][] = [
  [
    'subscribeShares',
    (world) => {
      const input = {
        membershipId: world.home.members[4]!.membershipId,
        shares: 2,
        amountPerShareMinor: '5000',
      };
      return {
        by: world.member(1),
        variables: { input: { ...input, idempotencyKey: key() } },
        keep: keeping(world, 'subscription', 'subscriptionId'),
      };
    },
  ],
  [
    'payShares',
    (world) => ({
      by: world.member(1),
      variables: {
        input: { subscriptionId: world.ids.subscription, amountMinor: '100', idempotencyKey: key() },
      },
    }),
  ],
  [
    'shareSubscriptions',
    (world) => ({ by: world.member(1), variables: { membershipId: world.home.members[4]!.membershipId } }),
  ],
  [
    'ledgerEntries',
    (world) => ({
      by: world.member(1),
      variables: {},
      keep: (data) => {
        const entries = data.ledgerEntries.nodes as { id: string; sourceType: string }[];
        world.ids.entry = entries[0]!.id;
        world.ids.payment = entries.find(({ sourceType }) => sourceType !== 'share-subscription')!.id;
      },
    }),
  ],
  ['ledgerEntry', (world) => ({ by: world.member(1), variables: { id: world.ids.entry } })],
  [
    'ledgerAccounts',
    (world) => ({
      by: world.member(1),
      variables: {},
      keep: (data) => void (world.ids.account = data.ledgerAccounts.nodes[0].id as string),
    }),
  ],
  ['ledgerAccount', (world) => ({ by: world.member(1), variables: { id: world.ids.account } })],
  ['myLedgerAccounts', (world) => ({ by: world.member(4), variables: {} })],
  ['trialBalance', (world) => ({ by: world.member(3), variables: {} })],
  [
    'reverseEntry',
    (world) => ({
      by: world.member(1),
      variables: { input: { entryId: world.ids.payment, reason: 'Entered twice', idempotencyKey: key() } },
    }),
  ],
  ['auditEvents', (world) => ({ by: world.member(3), variables: {} })],
  ['recordVerification', (world) => ({ by: world.member(3), variables: {} })],
];

export { identity, register, books, key };
