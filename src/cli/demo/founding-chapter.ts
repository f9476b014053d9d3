import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Founding } from '../../membership/founding.js';
import { checkoutFolder } from '../../platform/config/checkout-folder.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nobody } from '../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { importMembers } from '../files/import-files.js';
import type { Charter } from '../../membership/domain/cooperative-charter.js';
import type { FoundingRule } from '../../membership/domain/founding-bylaws.js';
import { demoBylaws, demoCharter, steward, treasurer } from './demo-cooperative.js';
import { eachOf, type Stage } from './demo-world.js';
import { acceptInvitation, type Invited, type Participant } from './joining.js';
import { acts } from './public-api.js';

export interface Founded {
  readonly cooperativeId: string;
  readonly slug: string;
  readonly steward: Participant;
  readonly treasurer: Participant;
}

interface FoundingPlan {
  readonly charter: Charter;
  readonly bylaws: readonly FoundingRule[];
  readonly steward: Invited;
  readonly treasurer: Invited;
}

export const foundDemoCooperative = (stage: Stage, slug: string): Promise<Founded> =>
  foundWithOfficers(stage, { charter: demoCharter(slug), bylaws: demoBylaws, steward, treasurer });

/** The founding as the command line does it: both officers are invited by mail, and accept. */
export async function foundWithOfficers(
  stage: Stage,
  { charter, bylaws, ...officers }: FoundingPlan,
): Promise<Founded> {
  const founded = orThrow(
    await stage.app.get(Founding).found(
      { ...nobody, isSystem: true },
      {
        ...{ charter, bylaws },
        founder: { name: officers.steward.name, email: officers.steward.address },
        secondOfficer: {
          ...{ name: officers.treasurer.name, email: officers.treasurer.address },
          role: 'treasurer',
        },
      },
    ),
  );
  const first = await acceptInvitation(stage, officers.steward, charter.slug);
  const second = await acceptInvitation(stage, officers.treasurer, charter.slug);
  return { cooperativeId: founded.cooperativeId, slug: charter.slug, steward: first, treasurer: second };
}

/** Reads the cooperative's list of members from disk and enters everybody. */
export async function enterMembers(stage: Stage, { cooperativeId }: Founded): Promise<number> {
  const file = await readFile(demoFile('members.csv'));
  const imported = orThrow(await importMembers(stage.app.get(UnitOfWork), cooperativeId, file));
  return imported.members;
}

interface ListedMember {
  readonly id: string;
  readonly name: string;
  readonly contacts: readonly { readonly channel: string; readonly value: string }[] | null;
}

/** Invites the first members that have an address, and lets each of them accept. */
export async function openAccounts(
  stage: Stage,
  { steward: officer, slug }: Founded,
  count: number,
): Promise<Participant[]> {
  const { members } = await stage.api.query<{ members: { nodes: ListedMember[] } }>(
    `{ members(first: 100) { nodes { id name contacts { channel value } } } }`,
    {},
    officer.caller,
  );
  const reachable = members.nodes.flatMap(({ id, name, contacts }) => {
    const address = contacts?.find(({ channel }) => channel === 'email')?.value;
    return address === undefined || [steward.address, treasurer.address].some((own) => own === address)
      ? []
      : [{ id, name, address }];
  });
  return eachOf(reachable.slice(0, count), async ({ id, ...invited }) => {
    await stage.api.act(acts.resendInvitation, { membershipId: id }, officer.caller);
    return acceptInvitation(stage, invited, slug);
  });
}

export const demoFile = (name: string): string => join(checkoutFolder(), 'demo', name);

/** The story is written so that nothing in it is refused; what is, is a fault of ours. */
export function orThrow<Done>(outcome: Done | Refusal): Done {
  if (isRefusal(outcome)) throw new Error([outcome.message, ...outcome.details.slice(0, 5)].join(' '));
  return outcome;
}
