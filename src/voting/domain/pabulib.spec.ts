import { isRefusal } from '../../shared/refusal.js';
import { fundOfPabulib, pabulibOf, readPabulib, writePabulib, type PabulibFile } from './pabulib.js';
import { tallyElection } from './tally/method-registry.js';

const file = (votes: string, type = 'approval', budget = '1000'): string =>
  `META
key;value
description;A village; or two
vote_type;${type}
budget;${budget}
max_length;2
PROJECTS
project_id;cost;name
p-1;600;"A bench; with ""a view"""
p-2;400.50;Trees
VOTES
${votes}`.replace('A village; or two', '"A village; or two"');

const read = (text: string): PabulibFile => {
  const parsed = readPabulib(text);
  if (isRefusal(parsed)) throw new Error(parsed.message);
  return parsed;
};
const messageOf = (text: string): string => {
  const parsed = readPabulib(text);
  const fund = isRefusal(parsed) ? parsed : fundOfPabulib(parsed);
  return isRefusal(fund) ? fund.message : 'no refusal';
};

describe('.pb files', () => {
  it('are read with their quoted fields, decimals and byte-order mark', () => {
    const parsed = read(`\ufeff${file('voter_id;vote\r\n7;p-1,p-2\r\n8;\r\n')}`);
    expect(parsed.projects.rows[0]).toEqual(['p-1', '600', 'A bench; with "a view"']);
    expect(parsed.meta.rows[0]).toEqual(['description', 'A village; or two']);
    expect(fundOfPabulib(parsed)).toMatchObject({
      ids: ['p-1', 'p-2'],
      costs: [60000n, 40050n],
      budget: 100000n,
      decimals: 2,
      ballots: [
        [1, [0, 1]],
        [1, []],
      ],
      kind: 'approval',
      bordaTop: null,
    });
  });

  it('carry points and rankings', () => {
    expect(fundOfPabulib(read(file('voter_id;vote;points\n1;p-2,p-1;3,1\n', 'cumulative')))).toMatchObject({
      kind: 'points',
      ballots: [
        [
          1,
          [
            [1, 3],
            [0, 1],
          ],
        ],
      ],
    });
    expect(fundOfPabulib(read(file('voter_id;vote\n1;p-2,p-1\n', 'ordinal')))).toMatchObject({
      kind: 'ranking',
      bordaTop: 2,
      ballots: [[1, [1, 0]]],
    });
  });

  const faults: readonly [string, string, string][] = [
    [
      'an unknown project',
      file('voter_id;vote\n1;p-9\n'),
      'Line 13: the project "p-9" is not in PROJECTS (vote).',
    ],
    [
      'an unknown vote type',
      file('voter_id;vote\n', 'lottery'),
      'Line 4: the vote_type "lottery" is unknown; known: approval, choose-1, cumulative, scoring, ordinal.',
    ],
    [
      'a budget that is no amount',
      file('voter_id;vote\n', 'approval', 'much'),
      'Line 5: "much" is not an amount (budget).',
    ],
    [
      'points that do not fit',
      file('voter_id;vote;points\n1;p-1,p-2;3\n', 'cumulative'),
      'Line 13: 2 projects need as many whole numbers of points (points).',
    ],
    ['too many fields', file('voter_id;vote\n1;p-1;x\n'), 'Line 13: 3 fields under 2 columns.'],
    [
      'a quote that is never closed',
      `${file('voter_id;vote\n')}1;"p-1`,
      'Line 13: a quoted field is never closed.',
    ],
    ['a missing section', 'META\nkey;value\nbudget;1\n', 'Line 1: the section PROJECTS is missing.'],
    ['no section at all', 'budget;1\n', 'Line 1: a file begins with one of META, PROJECTS, VOTES.'],
  ];
  for (const [what, text, message] of faults) {
    it(`refuse ${what} with its line`, () => expect(messageOf(text)).toBe(message));
  }

  it('read again what they wrote', () => {
    const parsed = read(file('voter_id;vote\n1;p-1\n2;p-1,p-2\n'));
    const again = read(writePabulib(parsed));
    expect({ ...again.projects, lines: [] }).toEqual({ ...parsed.projects, lines: [] });
    expect(writePabulib(again)).toBe(writePabulib(parsed));
  });

  it('write an election that counts the same when it is read again', () => {
    const election = {
      ...{ candidates: ['Bench', 'Trees; many'], costs: [600n, 400n], budget: 700n, seats: 1 },
      ballots: [
        [2, [[0, 3]]],
        [
          1,
          [
            [0, 1],
            [1, 4],
          ],
        ],
      ] as [number, unknown][],
      method: 'pb-greedy',
      options: { score: 'points', ballots: 'points', tie_break: ['file_order'] },
    };
    const written = pabulibOf(election, ['b', 't'], 'points', { description: 'A test' });
    if (isRefusal(written)) throw new Error(written.message);
    const fund = fundOfPabulib(read(writePabulib(written)));
    if (isRefusal(fund)) throw new Error(fund.message);
    const { costs, budget, ballots } = fund;
    expect(tallyElection({ ...election, costs, budget, ballots })).toEqual(tallyElection(election));
    expect(ballots).toHaveLength(3);
  });
});
