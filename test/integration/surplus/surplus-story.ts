import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import type { TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';

const answer = (name: string, done: string, fields: string): string =>
  `{ __typename ... on ${done} { ${fields} } ... on ${name[0]!.toUpperCase() + name.slice(1)}Refused { reason message details } }`;
const acts = {
  openPeriod: ['$input: OpenPeriodInput!', 'input: $input', 'PeriodOpened', 'periodId'],
  closePeriod: ['$periodId: ID!', 'periodId: $periodId', 'PeriodClosed', 'periodId'],
  recordResult: ['$input: RecordResultInput!', 'input: $input', 'ResultRecorded', 'periodId'],
  recordPatronage: ['$input: RecordPatronageInput!', 'input: $input', 'PatronageRecorded', 'recordId'],
  correctPatronage: [
    '$input: CorrectPatronageInput!',
    'input: $input',
    'PatronageCorrected',
    'counterRecordId recordId',
  ],
  importPatronage: ['$input: ImportPatronageInput!', 'input: $input', 'PatronageImported', 'importId lines'],
} as const;

/** A cooperative (0 treasurer, 1 steward, 2 auditor, then members), a worker who is no member, and the acts by name. */
export class SurplusStory {
  private constructor(
    readonly test: TestApplication,
    readonly coop: BuiltCooperative,
    readonly workerPartyId: string,
  ) {}

  static async begin(test: TestApplication): Promise<SurplusStory> {
    const coop = await buildCooperative(test.database, {
      members: 5,
      roles: { 0: ['treasurer'], 1: ['steward'], 2: ['auditor'] },
    });
    const workerPartyId = newId();
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO party (cooperative_id, id, kind, external_ref) VALUES ($1, $2, 'person', 'worker-7')`,
        [coop.id, workerPartyId],
      ),
    );
    return new SurplusStory(test, coop, workerPartyId);
  }

  async act(name: keyof typeof acts, variables: object, place = 0): Promise<Record<string, string>> {
    const [declared, given, done, fields] = acts[name];
    const query = `mutation (${declared}) { ${name}(${given}) ${answer(name, done, fields)} }`;
    const { status, data, errors } = await this.test.ask(query, variables, this.coop.members[place]!.caller);
    if (status !== 200 || errors)
      throw new Error(
        `${name} answered ${status}: ${JSON.stringify(errors)} ${this.test.logLines.filter((line) => line.includes('incident')).at(-1)}`,
      );
    return data[name];
  }

  async open(over: object = {}): Promise<string> {
    const input = { name: '2024', startsOn: '2024-01-01', endsOn: '2024-12-31', ...over };
    return (await this.act('openPeriod', { input }))['periodId'] as string;
  }
  /** A period with its patronage, closed; with its audited result, where one is given. */
  async closed(patronage: string, resultMinor: string | null = null): Promise<string> {
    const periodId = await this.open();
    await this.import(periodId, patronage);
    await this.act('closePeriod', { periodId });
    if (resultMinor !== null) await this.result(periodId, resultMinor);
    return periodId;
  }
  record(periodId: string, over: object = {}, place = 0): Promise<Record<string, string>> {
    const base = {
      periodId,
      ref: 'm004',
      basis: 'purchases',
      quantity: '40.5',
      sourceRef: newId(),
      idempotencyKey: newId(),
    };
    return this.act('recordPatronage', { input: { ...base, ...over } }, place);
  }
  import(periodId: string, content: string, over: object = {}): Promise<Record<string, string>> {
    return this.act('importPatronage', { input: { periodId, content, idempotencyKey: newId(), ...over } }, 1);
  }
  result(periodId: string, resultMinor: string, over: object = {}): Promise<Record<string, string>> {
    return this.act('recordResult', { input: { periodId, resultMinor, idempotencyKey: newId(), ...over } });
  }

  /** An adopted decision of the assembly, written straight into the register; with terms it waits to take force. */
  async decide(terms: object | null = null): Promise<string> {
    const id = newId();
    await this.asOwner(
      `INSERT INTO decision (cooperative_id, id, number, body_id, decision_kind, title, text, rule_key, rule_version, outcome, decided_at, effective_at, stage, effect_kind, effect)
       VALUES ($1, $2, (SELECT count(*) + 1 FROM decision), $3, 'distribution', 'Share', 'Share', 'decision-policy/distribution', 1, 'adopted', now(), now(), $4, $5, $6)`,
      [
        ...[this.coop.id, id, this.coop.assemblyId, terms === null ? 'effective' : 'adopted'],
        ...[terms === null ? null : 'post-run', terms],
      ],
    );
    return id;
  }
  /** What another process has done with a decision meanwhile. */
  settle(decisionId: string, stage: string): Promise<unknown> {
    return this.asOwner(`UPDATE decision SET stage = $2 WHERE id = $1`, [decisionId, stage]);
  }
  /** An adopted decision with an effect that waits to take force. */
  async decideOn(effectKind: string, effect: object, proposalId: string | null = null): Promise<string> {
    const id = newId();
    await this.asOwner(
      `INSERT INTO decision (cooperative_id, id, number, proposal_id, body_id, decision_kind, title, text, rule_key, rule_version, outcome, decided_at, effective_at, stage, effect_kind, effect)
       VALUES ($1, $2, (SELECT count(*) + 1 FROM decision), $6, $3, 'distribution', 'Share', 'Share', 'decision-policy/distribution', 1, 'adopted', '2025-05-20T23:30:00Z', '2025-05-20T23:30:00Z', 'adopted', $4, $5)`,
      [this.coop.id, id, this.coop.assemblyId, effectKind, effect, proposalId],
    );
    return id;
  }
  asOwner(statement: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    return withClient(
      this.test.database.ownerUrl,
      async (client) => (await client.query(statement, values)).rows,
    );
  }
}
