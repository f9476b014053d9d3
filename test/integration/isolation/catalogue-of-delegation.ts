import type { Answer } from '../../support/application.js';
import { key, type Step } from './catalogue.js';
import type { IsolationWorld } from './world.js';

type Entry = [string, (world: IsolationWorld) => Step | Promise<Step>];

const keeping =
  (world: IsolationWorld, name: string) =>
  (data: Answer['data']): void => {
    world.ids[name] = data.delegate.delegationId as string;
  };
const toMember = (world: IsolationWorld, topic: string) => ({
  ...{ scope: { topic }, to: { membershipId: world.home.members[5]!.membershipId } },
  idempotencyKey: key(),
});

/** A delegation of member 4 to member 5, from its beginning to its end; and another, which is refused. */
export const delegation: readonly Entry[] = [
  [
    'delegate',
    (world) => ({
      by: world.member(4),
      variables: { input: toMember(world, 'energy') },
      keep: keeping(world, 'delegation'),
    }),
  ],
  ['delegation', (world) => ({ by: world.member(5), variables: { id: world.ids.delegation } })],
  ['myDelegations', (world) => ({ by: world.member(4), variables: {} })],
  ['delegationsToMe', (world) => ({ by: world.member(5), variables: {} })],
  [
    'confirmDelegation',
    (world) => ({ by: world.member(4), variables: { delegationId: world.ids.delegation } }),
  ],
  [
    'revokeDelegation',
    (world) => ({ by: world.member(4), variables: { delegationId: world.ids.delegation } }),
  ],
  [
    'declineDelegation',
    async (world) => {
      const { data } = await world.ask('delegate', { input: toMember(world, 'seeds') }, world.member(4));
      keeping(world, 'unwanted')(data);
      return { by: world.member(5), variables: { delegationId: world.ids.unwanted } };
    },
  ],
];
