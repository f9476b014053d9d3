import type { Answer } from '../../support/application.js';
import { hostileValues, leavesOf, requestWith } from '../../support/hostile-values.js';
import { operationsOf } from '../../support/operation-documents.js';
import { newId } from '../../../src/shared/ids.js';
import { catalogue } from '../isolation/catalogue-of-decisions.js';
import { IsolationWorld } from '../isolation/world.js';

/** What is wrong with an answer to hostile input: a failure of ours, or a refusal without words. */
function fault({ status, data, errors }: Answer): string | null {
  const ours = errors?.find(
    ({ extensions }) => extensions?.code === 'INTERNAL' || extensions?.incidentId !== undefined,
  );
  if (status >= 500 || ours) return `${status} ${ours?.message ?? ''}`;
  const answer = Object.values(
    (data ?? {}) as Record<string, { reason?: string; message?: string } | null>,
  )[0];
  return answer?.reason !== undefined && !answer.message ? `refused ${answer.reason} without a word` : null;
}

describe('hostile input', () => {
  const tried = new Set<string>();
  let world: IsolationWorld;
  beforeAll(async () => {
    world = await IsolationWorld.begin();
  });
  afterAll(() => world.end());

  it.each([...catalogue.keys()])(
    'is answered clearly by %s, in every argument and at every depth',
    async (name) => {
      const step = await catalogue.get(name)!(world);
      const rightful = await world.ask(name, step.variables, step.by);
      await step.keep?.(rightful.data);
      const field = operationsOf(world.schema).get(name)!;
      const by = name === 'signOut' || name === 'revokeOtherSessions' ? {} : step.by;
      const found: string[] = [];
      for (const leaf of leavesOf(field)) {
        // What several operations take, such as the effect of a proposal, is tried in the first of them.
        if (tried.has(leaf.place)) continue;
        tried.add(leaf.place);
        for (const [words, value] of hostileValues(leaf.kind)) {
          const request = requestWith(field, step.variables, leaf, value);
          const key = leaf.path.at(-1) === 'idempotencyKey' ? value : newId();
          const keyed = JSON.parse(JSON.stringify(request), (part, old: unknown) =>
            part === 'idempotencyKey' ? key : old,
          ) as object;
          const wrong = fault(await world.ask(name, keyed, by));
          if (wrong !== null) found.push(`${leaf.path.join('.')} with ${words}: ${wrong} ${lastIncident()}`);
        }
      }
      expect(found).toEqual([]);
    },
  );

  const lastIncident = (): string =>
    (world.test.logLines.filter((line) => line.includes('incident')).at(-1) ?? '').slice(0, 400);
});
