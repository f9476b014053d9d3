import type { Client } from 'pg';

/**
 * The whole catalogue of a database as sorted lines, so that two schemas can be compared to the last grant. Left out:
 * the queue's own schema and the clock of the tests, which no migration of the product makes.
 */
export async function catalogueOf(client: Pick<Client, 'query'>): Promise<string[]> {
  const lines: string[] = [];
  for (const [kind, query] of Object.entries(catalogueQueries)) {
    const { rows } = await client.query<{ line: string }>(query);
    lines.push(...rows.map(({ line }) => `${kind}: ${line}`));
  }
  return lines.sort();
}

const ours = (namespace: string): string => `${namespace} = 'public'::regnamespace`;

const catalogueQueries: Readonly<Record<string, string>> = {
  table: `SELECT format('%s owner %s rls %s forced %s options %s grants %s', c.relname, c.relowner::regrole,
      c.relrowsecurity, c.relforcerowsecurity, c.reloptions, sorted_grants) AS line
    FROM pg_class c, LATERAL (SELECT array_agg(a::text ORDER BY a::text) AS sorted_grants FROM unnest(c.relacl) a) g
    WHERE ${ours('c.relnamespace')} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')`,
  column: `SELECT format('%s.%s %s null %s default %s generated %s collation %s grants %s', a.attrelid::regclass,
      a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
      a.attgenerated, a.attcollation, a.attacl) AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE ${ours('c.relnamespace')} AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped`,
  constraint: `SELECT format('%s on %s %s deferrable %s deferred %s validated %s', k.conname, k.conrelid::regclass,
      pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated) AS line
    FROM pg_constraint k WHERE ${ours('k.connamespace')}`,
  index: `SELECT pg_get_indexdef(i.indexrelid) AS line FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE ${ours('c.relnamespace')}`,
  function: `SELECT format('%s owner %s grants %s: %s', p.oid::regprocedure, p.proowner::regrole, p.proacl,
      CASE WHEN p.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END) AS line
    FROM pg_proc p WHERE ${ours('p.pronamespace')} AND p.proname <> 'rochdale_now'`,
  policy: `SELECT format('%s on %s %s for %s to %s using %s check %s', policyname, tablename, permissive, cmd, roles,
      qual, with_check) AS line FROM pg_policies WHERE schemaname = 'public'`,
  trigger: `SELECT format('%s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled) AS line
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${ours('c.relnamespace')} AND NOT t.tgisinternal`,
  type: `SELECT format('%s %s', t.typname, t.typtype) AS line FROM pg_type t
    WHERE ${ours('t.typnamespace')} AND t.typtype IN ('e', 'd')`,
};
