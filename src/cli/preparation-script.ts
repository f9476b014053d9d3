import { escapeLiteral } from 'pg';
import { databaseRoles, preparationOf } from '../platform/database/database-roles.js';

/**
 * The same statements that prepare the embedded database, as a script for psql, run once by a superuser: it creates
 * what is missing, may be repeated, and asks for a password of each role at the terminal. The database's name is a
 * plain one (see db.command.ts): nothing in it needs quoting.
 */
export function preparationScript(database: string): string {
  const { roles, database: create, access, schemas } = preparationOf(database);
  const ended = (statements: readonly string[]): string[] => statements.map((statement) => `${statement};`);
  return [
    '-- Prepares PostgreSQL 15 or newer for Rochdale. Run as a superuser, with psql; safe to repeat.',
    '\\set ON_ERROR_STOP on',
    '',
    '-- rochdale_owner migrates; rochdale_app serves, under row-level security; rochdale_worker runs the jobs.',
    ...ended(roles),
    ...databaseRoles.map((role) => `\\password ${role}`),
    '',
    `SELECT ${escapeLiteral(create)} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${escapeLiteral(database)}) \\gexec`,
    ...ended(access),
    '',
    `\\connect ${database}`,
    ...ended(schemas),
    '',
    '-- Then set DATABASE_OWNER_URL and run rochdale migrate; set DATABASE_URL and DATABASE_WORKER_URL and run rochdale start.',
  ].join('\n');
}
