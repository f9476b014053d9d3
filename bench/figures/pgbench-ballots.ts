import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cooperativeId, cooperativeSlug } from '../ground/cooperative.js';
import type { BenchDatabase } from '../ground/ground.js';
import { pollIdOf } from '../ground/polls.js';
import type { Side } from '../in-turns.js';
import { castingStatements } from '../servers/casting-statements.js';

const run = promisify(execFile);

/** Where the system has pgbench, or null. */
export function findPgbench(): string | null {
  const versions = '/usr/lib/postgresql';
  const folders = existsSync(versions) ? readdirSync(versions).map((v) => join(versions, v, 'bin')) : [];
  const places = [...(process.env.PATH ?? '').split(':'), ...folders].map((folder) =>
    join(folder, 'pgbench'),
  );
  return places.find((place) => existsSync(place)) ?? null;
}

const numbered = (kind: string): string =>
  `('00000000-0000-7000-${kind}-' || lpad(to_hex(:elector::bigint), 12, '0'))::uuid`;

/** The statement with the values of a ballot in the place of its parameters; `:elector` is pgbench's. */
function filled(statement: string, values: readonly string[]): string {
  const text = statement.replace(/\$(\d+)/g, (_, place: string) => `(${values[Number(place) - 1]!})`);
  return `${text.replace(/\s+/g, ' ').trim()};`;
}

/** Every statement of a ballot as the product sends it, session look-up and transaction included. */
function script(run: number): string {
  const [person, member] = [numbered('a001'), numbered('a000')];
  const token = `sha256(convert_to('bench-session-token-' || lpad(:elector::text, 9, '0'), 'UTF8'))`;
  const key = `'bench-key-${run}-' || :elector::text`;
  const poll = `'${pollIdOf(1)}'::uuid`;
  return [
    String.raw`\set elector :first + :client_id * :share + :done`,
    String.raw`\set done :done + 1`,
    `SELECT * FROM request_viewer(${token}, '${cooperativeSlug}');`,
    'BEGIN;',
    `SELECT set_config('rochdale.cooperative_id', '${cooperativeId}', true), set_config('rochdale.person_id', ${person}::text, true);`,
    filled(castingStatements.claim, [person, key, `'castBallot'`, `'hash of the request'`]),
    filled(castingStatements.cast, [
      poll,
      member,
      `'{"choice":"for"}'`,
      `'web'`,
      member,
      `'a secret of the ballot'`,
    ]),
    filled(castingStatements.record, [
      'gen_random_uuid()',
      `'castBallot'`,
      person,
      member,
      `'poll'`,
      poll,
      `'{"revision":1}'::jsonb`,
    ]),
    filled(castingStatements.keep, [person, key, `'{"done":{}}'::jsonb`]),
    'COMMIT;',
  ].join('\n');
}

/** Ballots a second with nothing but the database and a client written in C. */
export function ballotsPerSecondOfPgbench(
  pgbench: string,
  { appUrl }: BenchDatabase,
  next: () => number,
  clients: number,
  ballots: number,
): Side {
  let rounds = 0;
  return async () => {
    rounds += 1;
    const share = Math.floor(ballots / clients);
    const first = next();
    for (let taken = 1; taken < share * clients; taken += 1) next();
    const folder = await mkdtemp(join(tmpdir(), 'rochdale-pgbench-'));
    const file = join(folder, 'ballot.sql');
    await writeFile(file, script(rounds));
    try {
      const counts = ['-c', String(clients), '-j', '2', '-t', String(share)];
      const variables = ['-D', `first=${first}`, '-D', `share=${share}`, '-D', 'done=0'];
      const { stdout } = await run(pgbench, [
        '-n',
        '-M',
        'prepared',
        ...counts,
        ...variables,
        '-f',
        file,
        appUrl,
      ]);
      return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
