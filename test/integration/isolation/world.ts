import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { declaredSchema } from '../../../src/cli/schema-text.js';
import { tokenHash } from '../../../src/platform/request/resolve-viewer.js';
import type { MemberRole } from '../../../src/platform/request/viewer.js';
import { newId, newSecret } from '../../../src/shared/ids.js';
import {
  startTestApplication,
  type Answer,
  type Caller,
  type TestApplication,
} from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { keepInvitations, type SentInvitation } from '../../support/builders/membership.js';
import { documentOf } from '../../support/operation-documents.js';

const everyRole: readonly MemberRole[] = ['steward', 'treasurer', 'secretary', 'facilitator', 'auditor'];

/** A cooperative that is attacked, another that is attacked for want of a second officer, and the attackers' own. */
export class IsolationWorld {
  /** Identifiers that the rightful viewers were told. */
  readonly ids: Record<string, string> = {};
  private constructor(
    readonly test: TestApplication,
    readonly schema: GraphQLSchema,
    readonly home: BuiltCooperative,
    readonly lonely: BuiltCooperative,
    readonly foreign: BuiltCooperative,
    readonly sent: SentInvitation[],
  ) {}

  static async begin(): Promise<IsolationWorld> {
    const schema = await declaredSchema();
    const test = await startTestApplication();
    await test.database.setClock('2026-03-02T10:00:00Z');
    const roles = { 0: ['steward'], 1: ['treasurer'], 2: ['secretary'], 3: ['auditor'] } as const;
    const home = await buildCooperative(test.database, { slug: 'home', members: 6, roles });
    const lonely = await buildCooperative(test.database, {
      slug: 'lonely',
      members: 1,
      roles: { 0: ['steward'] },
    });
    const foreign = await buildCooperative(test.database, {
      slug: 'foreign',
      members: 1,
      roles: { 0: everyRole },
    });
    const world = new IsolationWorld(test, schema, home, lonely, foreign, keepInvitations(test));
    await world.sql(
      `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
       SELECT id, gen_random_uuid(), 'associates', 'Associates', true, 1000000 FROM cooperative`,
    );
    // However many members a spec adds, four votes are enough for a sharing; dissent from it can be recorded.
    await world.sql(
      `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
       SELECT cooperative_id, gen_random_uuid(), key, 2, jsonb_set(value, '{quorum,fraction}', '"0"') || '{"dissentDays": 7}', article, text, language,
         '2021-01-01' FROM bylaw_rule WHERE key = 'decision-policy/distribution'`,
    );
    return world;
  }

  member(place: number): Caller {
    return this.home.members[place]!.caller;
  }
  ask(name: string, variables: object, caller: Caller): Promise<Answer> {
    return this.test.ask(documentOf(this.schema, name), variables, caller);
  }
  async sql<Row extends object>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
    this.connection ??= this.connect();
    const client = await this.connection;
    return (await client.query<Row>({ text, values, ...(name && { name }) })).rows;
  }
  private connection: Promise<Client> | null = null;
  private async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.test.database.superuserUrl });
    await client.connect();
    return client;
  }
  async end(): Promise<void> {
    await (await this.connection)?.end();
    await this.test.stop();
  }

  /** A session of its own for a person: the member of the foreign cooperative, or somebody new. */
  async session(personId?: string): Promise<string> {
    const [person, token] = [personId ?? newId(), newSecret()];
    await this.sql(`INSERT INTO person (id) VALUES ($1) ON CONFLICT DO NOTHING`, [person]);
    await this.sql(
      `INSERT INTO session (id, person_id, token_hash, expires_at) VALUES ($1, $2, $3, '2099-01-01')`,
      [newId(), person, tokenHash(token)],
    );
    return token;
  }
  async attacker(header: string): Promise<Caller> {
    return { session: await this.session(this.foreign.members[0]!.personId), cooperative: header };
  }

  private tables: string[] | null = null;
  private async tenantTables(): Promise<string[]> {
    this.tables ??= (
      await this.sql<{ name: string }>(
        `SELECT c.relname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE a.attname = 'cooperative_id' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
      )
    ).map(({ name }) => name);
    return this.tables;
  }
  /** Each tenant table of the victims with its number of rows and a hash of all of them; their sessions too. */
  async victims(): Promise<Record<string, string>> {
    const of = (await this.tenantTables()).map(
      (name) =>
        `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS hash
         FROM ${name} t WHERE t.cooperative_id = ANY($1::uuid[])`,
    );
    of.push(
      `SELECT 'session', count(*) || ' ' || md5(string_agg(s::text, '|' ORDER BY s::text)) FROM session s
       JOIN party p ON p.person_id = s.person_id WHERE p.cooperative_id = ANY($1::uuid[])`,
    );
    const rows = await this.sql<{ name: string; hash: string }>(
      of.join(' UNION ALL '),
      [this.victimIds()],
      'victims',
    );
    return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
  }
  /** Every identifier that stands in a row of the victims. */
  async victimIdentifiers(): Promise<ReadonlySet<string>> {
    const all = (await this.tenantTables()).map(
      (name) => `SELECT to_jsonb(t) ->> 'id' AS id FROM ${name} t WHERE t.cooperative_id = ANY($1::uuid[])`,
    );
    all.push(
      `SELECT s.id::text FROM session s JOIN party p ON p.person_id = s.person_id WHERE p.cooperative_id = ANY($1::uuid[])`,
    );
    const rows = await this.sql<{ id: string | null }>(
      all.join(' UNION '),
      [this.victimIds()],
      'identifiers',
    );
    return new Set([...this.victimIds(), ...rows.flatMap(({ id }) => (id === null ? [] : [id]))]);
  }
  private victimIds(): string[] {
    return [this.home.id, this.lonely.id];
  }
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
export const identifiersIn = (value: unknown): string[] => JSON.stringify(value).match(uuid) ?? [];

/** The same request with identifiers that nobody has; the same one becomes the same one. */
export const withUnknownIds = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value).replace(uuid, (id) => {
      const hex = createHash('sha256').update(`unknown ${id}`).digest('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    }),
  ) as Value;
