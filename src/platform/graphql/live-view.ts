import type { UnitOfWork } from '../database/unit-of-work.js';
import type { ChangeListener } from '../events/change-listener.js';
import type { ChangeStream } from '../events/change-stream.js';
import type { ChangeEvent } from '../events/notify.js';
import type { SubscriptionScope } from './subscription-scope.js';

export interface LiveViewOf<Row> {
  readonly listener: ChangeListener;
  readonly work: UnitOfWork;
  readonly scope: SubscriptionScope;
  readonly topic: ChangeEvent;
  /** The subscription's field: answers come under its name. */
  readonly field: string;
  readonly read: () => Promise<Row | null>;
}

/**
 * What a subscription answers with: the thing as it stands, then again after each change, read each time with the
 * viewer's rights of that moment. It begins to listen before it reads, so nothing is missed in between, and ends
 * when the viewer may no longer see the thing.
 */
export function liveView<Row>(of: LiveViewOf<Row>): AsyncIterableIterator<Record<string, Row>> {
  let changes: ChangeStream | null = null;
  let isEnded = false;
  const answers = answersOf(of, (opened) => {
    changes = opened;
    return !isEnded;
  });
  return {
    next: () => answers.next().catch((error: unknown) => Promise.reject(of.scope.masked(error))),
    // A generator that waits cannot be ended from outside: what it waits for is ended first.
    return: async () => {
      isEnded = true;
      await changes?.return();
      return answers.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* answersOf<Row>(
  { listener, work, scope, topic, field, read }: LiveViewOf<Row>,
  opened: (changes: ChangeStream) => boolean,
): AsyncGenerator<Record<string, Row>, undefined, undefined> {
  const changes = await listener.subscribe(topic);
  try {
    let goesOn = opened(changes);
    while (goesOn) {
      await scope.refresh();
      const row = await read();
      if (row === null) return undefined;
      yield { [field]: row };
      goesOn = !(await changes.next()).done;
    }
  } finally {
    await changes.return();
    await work.endRequest(scope);
  }
  return undefined;
}
