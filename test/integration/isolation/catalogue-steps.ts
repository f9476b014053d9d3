import type { Answer } from '../../support/application.js';
import type { Step } from './catalogue.js';
import type { IsolationWorld } from './world.js';

/** An operation with what its rightful viewer sends. */
export type Entry = [string, (world: IsolationWorld) => Step | Promise<Step>];

/** Keeps an identifier that was answered, for the operations that follow. */
export const keepAs =
  (world: IsolationWorld, name: string, field: string) =>
  (data: Answer['data']): void => {
    world.ids[name] = (Object.values(data as object)[0] as Record<string, string>)[field]!;
  };
export async function hoursFromNow(world: IsolationWorld, hours: number): Promise<string> {
  const [row] = await world.sql<{ now: Date }>('SELECT rochdale_now() AS now');
  return new Date(row!.now.getTime() + hours * 3_600_000).toISOString();
}
/** Asks on the way, and must be answered. */
export async function mustAsk(
  world: IsolationWorld,
  name: string,
  variables: object,
  place: number,
): Promise<Answer['data']> {
  const answer = await world.ask(name, variables, world.member(place));
  const done = Object.values((answer.data ?? {}) as Record<string, { reason?: string } | null>)[0];
  if (answer.errors || !done || done.reason) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  return done;
}
