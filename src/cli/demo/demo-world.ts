import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Mailbox } from '../../platform/mail/mailbox.js';
import { PublicApi } from './public-api.js';

/** Where the story is lived: a running application, and time that passes. */
export interface DemoWorld {
  readonly app: NestFastifyApplication;
  /** Waits until it is so. What falls due meanwhile (mail, closing votes, taking force) is the application's doing. */
  settle(isSo: () => Promise<boolean>): Promise<void>;
}

/** What the chapters of the story share. */
export interface Stage extends DemoWorld {
  readonly api: PublicApi;
  readonly mailbox: Mailbox;
  readonly say: (line: string) => void;
}

export const stageOf = (world: DemoWorld, say: (line: string) => void): Stage => ({
  ...world,
  api: new PublicApi(world.app),
  mailbox: world.app.get(Mailbox),
  say,
});

const patienceMs = 60_000;
const betweenLooksMs = 50;

/** Under the true clock there is nothing to do but to look again. */
export async function settleByWaiting(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('the demonstration waited for something that did not happen');
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  }
}

/** A few at a time: as many as the connections of the pool, so that none is refused as busy. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item, place: number) => Promise<Result>,
  atOnce = 4,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const takeTurns = async (): Promise<void> => {
    for (const [place, item] of queue) results[place] = await work(item, place);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
  return results;
}
