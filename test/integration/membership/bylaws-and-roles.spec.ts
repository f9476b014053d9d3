import { Bylaws } from '../../../src/membership/bylaws.js';
import { foundingBylaws } from '../../../src/membership/domain/founding-bylaws.js';
import { RuleCheckers } from '../../../src/membership/rule-checkers.js';
import { Roles } from '../../../src/membership/roles.js';
import type { Tx } from '../../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

describe('the services that other modules ask', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 3, roles: { 0: ['steward'] } });
  });
  afterAll(() => test.stop());

  const system = () => systemIn(coop.id);
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    test.app.get(UnitOfWork).inTransaction(system(), work);
  const bylaws = () => test.app.get(Bylaws);
  const resolution = foundingBylaws.find((rule) => rule.key === 'decision-policy/resolution')!;
  const amendment = (changes: object = {}) => ({
    key: resolution.key,
    value: { ...resolution.value, noticeDays: 9 },
    article: 'Article 10',
    text: 'Nine days of notice.',
    language: 'en',
    effectiveAt: new Date('2030-01-01T00:00:00Z'),
    decisionId: null,
    ...changes,
  });

  it('gives the rule in force at an instant, and an amendment only from its own instant on', async () => {
    const made = await within((tx) => bylaws().amendRule(tx, system(), amendment()));
    expect(made).toMatchObject({ key: resolution.key, version: 2 });
    const [now, later, before] = await within(async (tx) => [
      await bylaws().ruleInForce(tx, resolution.key),
      await bylaws().ruleInForce(tx, resolution.key, new Date('2030-01-01T00:00:00Z')),
      await bylaws().ruleInForce(tx, resolution.key, new Date('2019-01-01T00:00:00Z')),
    ]);
    expect(now).toMatchObject({ version: 1, value: { noticeDays: 3 } });
    expect(later).toMatchObject({ version: 2, value: { noticeDays: 9 }, article: 'Article 10' });
    expect(before).toBeNull();
  });

  it('refuses a policy that is none, a body that is not there, and a version before an earlier one', async () => {
    const refusals = await within(async (tx) => [
      await bylaws().amendRule(tx, system(), amendment({ value: { noticeDays: 1 } })),
      await bylaws().amendRule(tx, system(), amendment({ value: { ...resolution.value, body: 'senate' } })),
      await bylaws().amendRule(tx, system(), amendment({ effectiveAt: new Date('2029-01-01T00:00:00Z') })),
      await bylaws().amendRule(tx, system(), amendment({ key: 'Not a key' })),
    ]);
    expect(refusals.map((refusal) => (refusal as { reason: string }).reason)).toEqual([
      'POLICY_INVALID',
      'BODY_UNKNOWN',
      'EFFECTIVE_TOO_EARLY',
      'RULE_INVALID',
    ]);
  });

  it('takes in a rule for a kind of decision of its own, and refuses one that could not be counted', async () => {
    const choice = foundingBylaws.find((rule) => rule.key === 'decision-policy/choice')!;
    const key = 'decision-policy/board-election';
    const options = { variant: 'scottish', tie_break: { mode: 'fixed_order' } };
    const stv = { ...choice.value, method: 'stv', options, seats: 3 };
    const worker = { class: 'worker', fraction: '1/2', comparison: '>', base: 'cast' };
    const asked = await within(async (tx) => [
      await bylaws().amendRule(tx, system(), amendment({ key, value: { ...stv, options: {} } })),
      await bylaws().amendRule(
        tx,
        system(),
        amendment({ value: { ...resolution.value, classMajorities: [worker] } }),
      ),
      await bylaws().amendRule(tx, system(), amendment({ key, value: stv })),
    ]);
    expect(asked).toMatchObject([
      { reason: 'POLICY_INVALID', details: ['The method "stv" needs the option "variant".'] },
      { reason: 'CLASS_UNKNOWN' },
      { key, version: 1 },
    ]);
  });

  it('asks whoever reads rules of a path of the bylaws what may stand there', async () => {
    test.app.get(RuleCheckers).register('tariffs/', {
      mostCharacters: 30_000,
      check: (_tx, value) => ('price' in (value as object) ? [] : ['price is missing.']),
      inWords: () => ['It has a price.'],
    });
    const tariff = (value: object) => amendment({ key: 'tariffs/bread', value });
    const asked = await within(async (tx) => [
      await bylaws().amendRule(tx, system(), tariff({})),
      await bylaws().amendRule(tx, system(), tariff({ price: 'x'.repeat(30_000) })),
      await bylaws().amendRule(tx, system(), tariff({ price: 'x'.repeat(25_000) })),
    ]);
    expect(asked).toMatchObject([
      { reason: 'RULE_INVALID', details: ['price is missing.'] },
      { reason: 'RULE_INVALID', details: ['value must be an object of at most 30,000 characters.'] },
      { version: 1 },
    ]);
    const { data } = await test.ask(
      '{ bylaws { upcoming { key inWords decisionKind policy { method } } } }',
      {},
      coop.members[1]!.caller,
    );
    expect(data.bylaws.upcoming).toContainEqual({
      key: 'tariffs/bread',
      inWords: ['It has a price.'],
      decisionKind: null,
      policy: null,
    });
  });

  it('numbers the versions one after the other when two amend at once', async () => {
    const make = (n: number) =>
      within((tx) =>
        bylaws().amendRule(tx, system(), amendment({ key: 'house/keys', value: { n }, text: `Rule ${n}` })),
      );
    const made = await Promise.all([1, 2, 3].map(make));
    expect(made.map((rule) => (rule as { version: number }).version).sort()).toEqual([1, 2, 3]);
  });

  it('assigns a role once, to current members only, and ends it once', async () => {
    const roles = test.app.get(Roles);
    const [, member, other] = coop.members;
    const wanted = {
      membershipId: member!.membershipId,
      role: 'treasurer' as const,
      effectiveFrom: '2026-01-01',
      decisionId: null,
    };
    const assigned = await within((tx) => roles.assignRole(tx, system(), wanted));
    expect(assigned).toHaveProperty('roleTermId');
    const { roleTermId } = assigned as { roleTermId: string };
    const asked = await within(async (tx) => [
      await roles.assignRole(tx, system(), wanted),
      await roles.assignRole(tx, system(), { ...wanted, membershipId: newId() }),
      await roles.assignRole(tx, system(), {
        ...wanted,
        membershipId: other!.membershipId,
        effectiveFrom: '2019-01-01',
      }),
      await roles.assignRole(tx, system(), { ...wanted, role: 'king' as never }),
      await roles.endRole(tx, system(), { roleTermId, effectiveUntil: '2025-01-01', decisionId: null }),
      await roles.endRole(tx, system(), { roleTermId, effectiveUntil: '2026-03-01', decisionId: null }),
      await roles.endRole(tx, system(), { roleTermId, effectiveUntil: '2026-03-01', decisionId: null }),
      await roles.endRole(tx, system(), {
        roleTermId: 'none',
        effectiveUntil: '2026-03-01',
        decisionId: null,
      }),
      await roles.assignRole(tx, system(), { ...wanted, effectiveFrom: '2026-03-01' }),
    ]);
    expect(asked.map((answer) => ('reason' in answer ? answer.reason : 'done'))).toEqual([
      'ROLE_ALREADY_HELD',
      'MEMBER_UNKNOWN',
      'MEMBER_NOT_CURRENT',
      'ROLE_UNKNOWN',
      'DATE_INVALID',
      'done',
      'ROLE_TERM_ENDED',
      'ROLE_TERM_UNKNOWN',
      'done',
    ]);
  });

  it('shows the bylaws in words to members, and nothing to others', async () => {
    const query = `{ bylaws { inForce { key version article inWords enPalabras: inWords(language: ES) value decisionKind
        policy { method seats minimumOptions maximumOptions delegationAllowed dissentDays } } upcoming { key version } }
      bylawHistory(key: "decision-policy/resolution") { version } }`;
    const answer = await test.ask(query, {}, coop.members[1]!.caller);
    expect(answer.errors).toBeUndefined();
    const rule = answer.data.bylaws.inForce.find((found: { key: string }) => found.key === resolution.key);
    expect(rule).toMatchObject({ version: 1, article: 'Article 10' });
    expect(rule.inWords).toContain(
      'It is adopted when more than half of the votes cast for and against are in favour.',
    );
    expect(rule.enPalabras).toContain(
      'Se aprueba cuando más de la mitad de los votos emitidos a favor y en contra son favorables.',
    );
    const choice = answer.data.bylaws.inForce.find(
      (found: { decisionKind: string }) => found.decisionKind === 'choice',
    );
    expect(choice.policy).toEqual({
      method: 'irv',
      ...{ seats: 1, minimumOptions: 2, maximumOptions: 20, delegationAllowed: false, dissentDays: 0 },
    });
    expect(answer.data.bylaws.upcoming).toContainEqual({ key: resolution.key, version: 2 });
    expect(answer.data.bylawHistory).toEqual([{ version: 2 }, { version: 1 }]);
    const stranger = await test.ask(query, {}, { cooperative: coop.slug });
    expect(stranger).toMatchObject({ status: 200, data: { bylaws: null, bylawHistory: null } });
  });
});
