import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate, type DocumentNode, Kind } from 'graphql';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const pages = ['src/welcome/TRY.md', 'src/surplus/YEAR.md'];
const text = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
const operations = [...text.matchAll(/```graphql\n([^]*?)```/g)].flatMap(([, block]) => {
  const { definitions } = parse(block!);
  return definitions.map((definition): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [definition] }));
});

describe('the pages to follow with one’s own hands', () => {
  it('asks nothing that the API does not know', () => {
    expect(operations.length).toBeGreaterThan(45);
    for (const operation of operations) expect(validate(schema, operation)).toEqual([]);
  });
});
