import { newId } from '../../../src/shared/ids.js';
import type { Answer } from '../../support/application.js';
import { operationsOf } from '../../support/operation-documents.js';
import { catalogue, outsideCooperatives } from './catalogue-of-decisions.js';
import { identifiersIn, IsolationWorld, withUnknownIds } from './world.js';

/** Whether an answer gives anything: not null, not refused, not an empty list. */
function gives({ data, errors }: Answer): boolean {
  const value = Object.values((data ?? {}) as Record<string, Record<string, unknown> | null>)[0] ?? null;
  if (errors || value === null || String(value.__typename).endsWith('Refused')) return false;
  return !('nodes' in value && Array.isArray(value.nodes) && value.nodes.length === 0);
}

const withNewKeys = <Value extends object>(variables: Value): Value =>
  JSON.parse(JSON.stringify(variables), (name, value: unknown) =>
    name === 'idempotencyKey' ? `key-${newId()}` : value,
  ) as Value;

/** The answer without what a key or an incident of its own makes different. */
const comparable = ({ status, data, errors }: Answer) => ({ status, data, errors });

describe('the isolation of cooperatives', () => {
  let world: IsolationWorld;
  beforeAll(async () => {
    world = await IsolationWorld.begin();
  });
  afterAll(() => world.end());

  it('is tried on every query and mutation of the schema', () => {
    expect([...catalogue.keys()].sort()).toEqual([...operationsOf(world.schema).keys()].sort());
  });

  it.each([...catalogue.keys()])('holds for %s', async (name) => {
    const { by, variables, keep } = await catalogue.get(name)!(world);
    const rightful = await world.ask(name, variables, by);
    expect({ name, errors: rightful.errors, gives: gives(rightful), data: rightful.data }).toMatchObject({
      errors: undefined,
      gives: true,
    });
    await keep?.(rightful.data);

    const before = await world.victims();
    const theirs = await world.victimIdentifiers();
    const sent = identifiersIn(variables).filter((id) => theirs.has(id));
    const slug = by.cooperative ?? 'home';
    for (const header of ['foreign', slug]) {
      const attack = await world.ask(name, withNewKeys(variables), await world.attacker(header));
      expect(attack.status).toBeLessThan(500);
      expect(identifiersIn(attack.data ?? {}).filter((id) => theirs.has(id))).toEqual([]);
      if (name in outsideCooperatives) continue;
      if (sent.length > 0 || header === slug)
        expect({ header, gives: gives(attack) }).toEqual({ header, gives: false });
      if (sent.length === 0) continue;
      const unknown = await world.ask(
        name,
        withNewKeys(withUnknownIds(variables)),
        await world.attacker(header),
      );
      expect(comparable(attack)).toEqual(comparable(unknown));
    }
    expect(await world.victims()).toEqual(before);
  });
});
