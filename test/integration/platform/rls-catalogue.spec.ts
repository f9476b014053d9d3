import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** Tables that no cooperative owns, each with the reason it may be so. */
const outsideCooperatives: Readonly<Record<string, string>> = {
  schema_migration: 'It names migrations, and the app may only read it.',
  cooperative: 'It is the tenant itself: its policy compares the id.',
  person: 'A person is global, a membership is not; the policy shows only oneself.',
  person_email: 'Addresses belong to persons; the policy shows only one’s own.',
  session: 'Sessions belong to persons; the policy shows only one’s own.',
  sign_in_code: 'It is used before anybody is known, and holds only hashes.',
  rate_limit: 'It counts attempts by hashed key, before anybody is known.',
};
/** Of these, the tables without row-level security: nothing in them belongs to anybody. */
const withoutRowSecurity = ['schema_migration', 'sign_in_code', 'rate_limit'];

/** Unique across cooperatives on purpose, each with the reason that nobody learns anything from it. */
const uniqueEverywhere: Readonly<Record<string, string>> = {
  invitation_token_hash_key: 'The hash of 256 random bits: nobody can propose one that exists.',
};

/** SECURITY DEFINER functions that return more than identifiers, each with the reason. */
const tellMore: Readonly<Record<string, string>> = {
  request_viewer: 'The rights of who asks, and of nobody else.',
  cooperatives_of_person: 'The names of the cooperatives that who asks belongs to, and of no other.',
  abandoned_run_jobs: 'Beside identifiers the name of a job, which is one of three words of ours.',
  rochdale_now: 'The clock of the tests, which replaces the true one in their template alone.',
};

describe('the fences in the catalogue', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const lines = async (sql: string): Promise<string[]> =>
    (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line);
  const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ') || `''`;
  const tenantTables = `(SELECT c.oid, c.relname, c.relacl, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND c.relname NOT IN (${listed(Object.keys(outsideCooperatives))}))`;
  const columnsOf = (keys: string, table: string): string =>
    `(SELECT array_agg(a.attname::text ORDER BY u.ord) FROM unnest(${keys}) WITH ORDINALITY u(attnum, ord)
      JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = u.attnum)`;

  it('exist on every table: row-level security is on, forced, and has a policy for the app and one for the owner', async () => {
    const unfenced = await lines(`SELECT c.relname AS line FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND c.relname NOT IN (${listed(withoutRowSecurity)})
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity
          AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'rochdale_app'::regrole = ANY (p.polroles))
          AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'rochdale_owner'::regrole = ANY (p.polroles)))`);
    expect(unfenced).toEqual([]);
  });

  it('have no gate for everybody: each policy of the app reads the cooperative or the person, both ways', async () => {
    const open = await lines(`SELECT tablename || '.' || policyname AS line FROM pg_policies
      WHERE schemaname = 'public' AND NOT roles = '{rochdale_owner}'
        AND (roles <> '{rochdale_app}' OR permissive <> 'PERMISSIVE'
          OR qual !~ 'current_cooperative_id|current_person_id|audit_scope'
          OR coalesce(with_check, qual) !~ 'current_cooperative_id|current_person_id|audit_scope')`);
    expect(open).toEqual([]);
  });

  it('list only tables that exist', async () => {
    const tables = await lines(
      `SELECT relname AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
    );
    expect(Object.keys(outsideCooperatives).filter((name) => !tables.includes(name))).toEqual([]);
  });

  it('begin with the cooperative: it is the first column of every tenant table and never null', async () => {
    const wrong = await lines(`SELECT t.relname AS line FROM ${tenantTables} t WHERE NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = 1 AND a.attname = 'cooperative_id' AND a.attnotnull)`);
    expect(wrong).toEqual([]);
  });

  it('go through every reference: a row names rows of its own cooperative only', async () => {
    const wrong = await lines(`SELECT k.conrelid::regclass || ': ' || pg_get_constraintdef(k.oid) AS line
      FROM pg_constraint k JOIN ${tenantTables} t ON t.oid = k.conrelid WHERE k.contype = 'f'
        AND k.confrelid::regclass::text NOT IN (${listed(Object.keys(outsideCooperatives))})
        AND NOT (${columnsOf('k.conkey', 'k.conrelid')})[1] = 'cooperative_id'`);
    const mismatched = await lines(`SELECT k.conrelid::regclass || ': ' || pg_get_constraintdef(k.oid) AS line
      FROM pg_constraint k JOIN ${tenantTables} t ON t.oid = k.confrelid WHERE k.contype = 'f'
        AND NOT (${columnsOf('k.confkey', 'k.confrelid')})[1] = 'cooperative_id'`);
    expect([...wrong, ...mismatched]).toEqual([]);
  });

  it('go through every unique key: it tells nobody what exists elsewhere', async () => {
    const wrong = await lines(`SELECT i.indexrelid::regclass::text AS line
      FROM pg_index i JOIN ${tenantTables} t ON t.oid = i.indrelid
      WHERE i.indisunique AND i.indexrelid::regclass::text NOT IN (${listed(Object.keys(uniqueEverywhere))})
        AND i.indkey[0] IS DISTINCT FROM 1`);
    expect(wrong).toEqual([]);
  });

  it('keep what is recorded: no grant to change or remove it, and triggers that refuse even the owner', async () => {
    const appendOnly = `(SELECT t.tgrelid AS oid FROM pg_trigger t WHERE t.tgname = 'append_only_rows')`;
    const tables = await lines(`SELECT oid::regclass::text AS line FROM ${appendOnly} a ORDER BY 1`);
    expect(tables).toEqual(
      expect.arrayContaining([
        'audit_event',
        'audit_seal',
        'ballot',
        'elector',
        'ledger_entry',
        'ledger_line',
      ]),
    );
    const granted = await lines(`SELECT a.oid::regclass || ' ' || p AS line FROM ${appendOnly} a,
        unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p, unnest(ARRAY['rochdale_app', 'rochdale_worker']) r
      WHERE has_table_privilege(r, a.oid, p)
        OR (p = 'UPDATE' AND has_any_column_privilege(r, a.oid, p))`);
    const asleep = await lines(`SELECT a.oid::regclass::text AS line FROM ${appendOnly} a WHERE 2 <> (
      SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = a.oid AND t.tgenabled = 'A'
        AND t.tgname IN ('append_only_rows', 'append_only_table'))`);
    expect([...granted, ...asleep]).toEqual([]);
  });

  it('let the app empty no table, and remove rows only of what is spent', async () => {
    const may = await lines(`SELECT c.relname || ' ' || p AS line FROM pg_class c,
        unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND has_table_privilege('rochdale_app', c.oid, p) ORDER BY 1`);
    expect(may).toEqual(['rate_limit DELETE', 'sign_in_code DELETE']);
  });

  it('let the app change nothing of a cooperative but the number that its next member gets', async () => {
    const may = await lines(`SELECT attname AS line FROM pg_attribute
      WHERE attrelid = 'cooperative'::regclass AND attnum > 0
        AND has_column_privilege('rochdale_app', attrelid, attnum, 'UPDATE')`);
    expect(may).toEqual(['next_member_number']);
  });

  it('bind the roles that serve: no superuser, no bypass, no table of their own, nobody else’s role', async () => {
    const mighty = await lines(`SELECT rolname AS line FROM pg_roles WHERE rolname LIKE 'rochdale%'
      AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`);
    const owning = await lines(`SELECT c.oid::regclass::text AS line FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relowner <> 'rochdale_owner'::regrole`);
    const members =
      await lines(`SELECT m.member::regrole || ' is ' || m.roleid::regrole AS line FROM pg_auth_members m
      WHERE m.member::regrole::text IN ('rochdale_app', 'rochdale_worker')`);
    const worker = await lines(`SELECT c.relname AS line FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND has_any_column_privilege('rochdale_worker', c.oid, 'SELECT, INSERT, UPDATE')`);
    expect({ mighty, owning, members, worker }).toEqual({ mighty: [], owning: [], members: [], worker: [] });
  });

  it('have few doors: a function that passes them has a fixed search path, is not everybody’s, and tells identifiers', async () => {
    const definers = `pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef`;
    const loose = await lines(`SELECT p.oid::regprocedure::text AS line FROM ${definers}
      AND (coalesce(array_to_string(p.proconfig, ','), '') !~ 'search_path=' OR has_function_privilege('public', p.oid, 'EXECUTE'))
      AND p.prorettype <> 'trigger'::regtype AND p.proname <> 'rochdale_now'`);
    const pathless = await lines(`SELECT p.oid::regprocedure::text AS line FROM ${definers}
      AND coalesce(array_to_string(p.proconfig, ','), '') !~ 'search_path='`);
    const telling =
      await lines(`SELECT p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid) AS line FROM ${definers}
      AND p.proname NOT IN (${listed(Object.keys(tellMore))})
      AND pg_get_function_result(p.oid) !~ '^(SETOF )?(uuid|void|trigger)$'
      AND pg_get_function_result(p.oid) !~ '^TABLE\\(\\w+ uuid(, \\w+ uuid)*\\)$'`);
    expect({ loose, pathless, telling }).toEqual({ loose: [], pathless: [], telling: [] });
  });

  it('are not passed by views, nor by functions that everybody may call', async () => {
    const views =
      await lines(`SELECT relname AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND relkind IN ('v', 'm') AND NOT coalesce(reloptions::text, '') ~ 'security_invoker=(true|on)'`);
    const everybodys = await lines(`SELECT p.oid::regprocedure::text AS line FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE')`);
    expect({ views, everybodys }).toEqual({ views: [], everybodys: [] });
  });
});
