import { acts, type Caller } from './public-api.js';
import type { Stage } from './demo-world.js';

export interface Invited {
  readonly name: string;
  readonly address: string;
}

/** Somebody with an account, signed in, in the cooperative. */
export interface Participant extends Invited {
  readonly membershipId: string;
  readonly number: number;
  readonly caller: Required<Caller>;
}

const invitationCode = /^[A-Za-z0-9_-]{40,}$/m;
const oneTimeCode = /(\d{4}) (\d{4})/;

/** Signs in by the code in a letter, as a program does. Returns the session. */
export async function signIn(stage: Stage, address: string): Promise<string> {
  const codes = (): string[] =>
    stage.mailbox.to(address).flatMap(({ text }) => {
      const found = oneTimeCode.exec(text);
      return found ? [`${found[1]}${found[2]}`] : [];
    });
  const before = codes().length;
  const { binding } = await stage.api.act<{ binding: string }>(acts.requestSignInCode, {
    input: { address, deliverAs: 'TOKEN' },
  });
  await stage.settle(async () => codes().length > before);
  const { token } = await stage.api.act<{ token: string }>(acts.signIn, {
    input: { address, code: codes()[0]!, binding, deliverAs: 'TOKEN', device: 'demonstration' },
  });
  return token;
}

/** The code of the invitation that has come, or will come, to an address. */
async function invitationIn(stage: Stage, address: string): Promise<string> {
  const find = (): string | undefined =>
    stage.mailbox
      .to(address)
      .map(({ text }) => invitationCode.exec(text)?.[0])
      .find((code) => code !== undefined);
  await stage.settle(async () => find() !== undefined);
  return find()!;
}

/** Reads the invitation, signs in, and accepts: from then on a member with an account. */
export async function acceptInvitation(
  stage: Stage,
  invited: Invited,
  cooperative: string,
): Promise<Participant> {
  const code = await invitationIn(stage, invited.address);
  const session = await signIn(stage, invited.address);
  const { membershipId, number } = await stage.api.act<{ membershipId: string; number: number }>(
    acts.acceptInvitation,
    { code },
    { session },
  );
  return { ...invited, membershipId, number, caller: { session, cooperative } };
}
