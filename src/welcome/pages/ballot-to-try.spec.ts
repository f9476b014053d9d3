import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { methodNames } from '../../membership/domain/decision-rule.js';
import { ballotToTry } from './ballot-to-try.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const vote = {
  ...{ id: 'p1', closesAt: '', ruleArticle: '', ballotSecrecy: '', textVersion: 1, myBallot: null },
  viewerCan: { castBallot: { allowed: true } },
  question: 'Which "day"?\nTell us',
  options: [
    { position: 0, label: 'Monday' },
    { position: 1, label: 'Friday\n}' },
  ],
};

describe('a ballot to fill in', () => {
  it.each([...methodNames])('of %s is a request that the API takes', (method) => {
    const text = ballotToTry({ ...vote, method }, 'key-12345');
    expect(validate(schema, parse(text))).toEqual([]);
  });

  it('of a ranked vote names the options beside their places', () => {
    const text = ballotToTry({ ...vote, method: 'irv' }, 'key-12345');
    expect(text).toContain('# 0 is Monday\n# 1 is Friday }\n');
    expect(text).toContain('ranking: [[0], [1]]');
  });
});
