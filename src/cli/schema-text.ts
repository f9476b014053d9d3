import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { createApplication } from '../main.js';
import { Database } from '../platform/database/pool.js';
import { Log } from '../platform/log.js';

/** The schema of the API as the code declares it. Nothing is connected to: no database is needed. */
export async function declaredSchema(): Promise<GraphQLSchema> {
  const app = await createApplication({
    database: new Database({ connectionString: 'postgresql://nobody@localhost:1/none', size: 1 }),
    log: new Log('silent'),
    mail: { kind: 'mailbox', from: 'rochdale@localhost' },
  });
  try {
    return lexicographicSortSchema(app.get(GraphQLSchemaHost).schema);
  } finally {
    await app.close();
  }
}

/** The text of schema.graphql: the contract with clients, reviewed in its differences. */
export const schemaText = (schema: GraphQLSchema): string =>
  `# Emitted by \`npm run schema\`; do not edit.\n\n${printSchema(schema)}\n`;
