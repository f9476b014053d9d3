import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate, type DocumentNode, Kind } from 'graphql';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const page = readFileSync('src/welcome/TRY.md', 'utf8');
const operations = [...page.matchAll(/```graphql\n([^]*?)```/g)].flatMap(([, block]) => {
  const { definitions } = parse(block!);
  return definitions.map((definition): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [definition] }));
});

describe('the walkthrough', () => {
  it('asks nothing that the API does not know', () => {
    expect(operations.length).toBeGreaterThan(20);
    for (const operation of operations) expect(validate(schema, operation)).toEqual([]);
  });
});
