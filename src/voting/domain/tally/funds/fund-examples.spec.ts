import { isRefusal } from '../../../../shared/refusal.js';
import { tallyElection } from '../method-registry.js';
import { type Election, type RuleOptions } from '../tally-method.js';

const TIES = ['more_votes', 'lower_cost', 'file_order'];

function allocate(
  method: string,
  options: RuleOptions,
  costs: readonly number[],
  budget: number,
  ballots: Election['ballots'],
  more: Partial<Election> = {},
): Record<string, unknown> {
  const outcome = tallyElection({
    ...{ method, options: { tie_break: TIES, ...options }, seats: 1, ballots },
    candidates: costs.map((_, project) => `P${project}`),
    costs: costs.map(BigInt),
    budget: BigInt(budget),
    ...more,
  });
  return isRefusal(outcome) ? { refused: outcome.reason, message: outcome.message } : outcome;
}
const shares = { utility: 'cost', completion: 'none' };

describe('a majority of 60 and a minority of 40, three dear projects each', () => {
  // 100 to spend, every project 20: the majority could take everything.
  const costs = [20, 20, 20, 20, 20, 20, 20, 20];
  const ballots: Election['ballots'] = [
    [60, [0, 1, 2, 3, 4]],
    [40, [5, 6, 7]],
  ];
  it('greedy gives the majority everything', () => {
    expect(allocate('pb-greedy', { score: 'votes' }, costs, 100, ballots)['winners']).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });
  it('equal shares and Phragmén give both their part', () => {
    expect(allocate('pb-mes', shares, costs, 100, ballots)['winners']).toEqual([0, 1, 2, 5, 6]);
    expect(allocate('pb-phragmen', {}, costs, 100, ballots)['winners']).toEqual([0, 1, 2, 5, 6]);
  });
  it('equal shares shows what each paid, what was left, and what greedy would have done', () => {
    const outcome = allocate('pb-mes', shares, costs, 100, ballots);
    expect(outcome['voter_shares']).toEqual([
      {
        weight: 60,
        supports: [0, 1, 2, 3, 4],
        paid: [0, 1, 2].map((project) => ({ project, amount: '0.333333' })),
        left: '0.000000',
      },
      {
        weight: 40,
        supports: [5, 6, 7],
        paid: [5, 6].map((project) => ({ project, amount: '0.500000' })),
        left: '0.000000',
      },
    ]);
    expect(outcome['greedy_instead']).toEqual({ winners: [0, 1, 2, 3, 4], total_cost: 100 });
  });
});

describe('equal shares', () => {
  it('leaves money unspent, and each completion spends it in its own way', () => {
    // Ten voters hold 10 each; project 0 has six, project 1 has four of them.
    const ballots: Election['ballots'] = [
      [6, [0]],
      [4, [1]],
    ];
    const run = (completion: string, costs: number[]) =>
      allocate('pb-mes', { utility: 'cost', completion }, costs, 100, ballots);
    expect(run('none', [66, 44, 34])).toMatchObject({ winners: [], final_endowment: '10' });
    expect(run('utilitarian', [66, 44, 34])).toMatchObject({ winners: [0, 2], total_cost: 100 });
    // At 11 each both could be paid, which exceeds the budget: the last run within it bought nothing.
    expect(run('add1', [66, 44, 34])).toMatchObject({ winners: [], steps: 0, final_endowment: '10' });
    expect(run('add1', [66, 48, 34])).toMatchObject({ winners: [0], steps: 1, final_endowment: '11' });
    expect(run('add1 then utilitarian', [66, 48, 34])).toMatchObject({ winners: [0, 2], steps: 1 });
  });

  it('tells a project what it lacked, and what would have been enough', () => {
    const outcome = allocate('pb-mes', shares, [66, 44], 100, [
      [6, [0]],
      [4, [1]],
    ]);
    expect(outcome['projects']).toEqual([
      {
        ...{ project: 0, cost: 66, supporters: 6, funded_by: null },
        ...{ supporters_could_pay: '60.000000', missing: '6.000000' },
        ...{ enough_more_supporters: 1, enough_at_cost: 60 },
      },
      {
        ...{ project: 1, cost: 44, supporters: 4, funded_by: null },
        ...{ supporters_could_pay: '40.000000', missing: '4.000000' },
        ...{ enough_more_supporters: 1, enough_at_cost: 40 },
      },
    ]);
  });

  it('funds a supported project without cost first, except where its utility is its cost', () => {
    const ballots: Election['ballots'] = [[2, [0, 1]]];
    const cardinality = { utility: 'cardinality', completion: 'none' };
    expect(allocate('pb-mes', cardinality, [5, 0, 9], 6, ballots)['order_of_selection']).toEqual([1, 0]);
    expect(allocate('pb-mes', shares, [5, 0, 9], 6, ballots)['winners']).toEqual([0]);
  });

  it('serves rankings by Borda points alone', () => {
    const ballots: Election['ballots'] = [
      [3, [0, 1]],
      [1, [1]],
    ];
    const ranking = { ballots: 'ranking', borda_top: 2, completion: 'none' };
    expect(allocate('pb-mes', { ...ranking, utility: 'borda' }, [6, 8], 8, ballots)).toMatchObject({
      winners: [0],
    });
    expect(allocate('pb-mes', { ...ranking, utility: 'cost' }, [6, 4], 8, ballots)).toMatchObject({
      message: 'Rankings serve equal shares only with "utility" borda, not "cost".',
    });
  });

  it('rounds endowments down where the rule says so', () => {
    const floor = { ...shares, endowment: 'floor(B/n)' };
    expect(allocate('pb-mes', shares, [10, 9], 10, [[3, [0]]])).toMatchObject({
      first_endowment: '10/3',
      winners: [0],
    });
    expect(allocate('pb-mes', floor, [10, 9], 10, [[3, [0]]])).toMatchObject({
      first_endowment: '3',
      winners: [],
    });
  });
});

describe('greedy', () => {
  it('skips what no longer fits and goes on', () => {
    const ballots: Election['ballots'] = [
      [3, [0]],
      [2, [1]],
      [1, [2]],
    ];
    expect(allocate('pb-greedy', { score: 'votes' }, [6, 5, 4], 10, ballots)['order_of_selection']).toEqual([
      0, 2,
    ]);
  });
});

describe('Phragmén', () => {
  it('stops, and does not skip, when the project of least load would exceed the budget', () => {
    const ballots: Election['ballots'] = [
      [5, [0]],
      [4, [1]],
      [1, [2]],
    ];
    expect(allocate('pb-phragmen', {}, [6, 5, 4], 10, ballots)).toMatchObject({
      winners: [0],
      stopped_by: [1],
    });
  });
  it('drops what is dearer than the whole budget first', () => {
    const ballots: Election['ballots'] = [
      [9, [0]],
      [1, [1]],
    ];
    expect(allocate('pb-phragmen', {}, [11, 10], 10, ballots)['winners']).toEqual([1]);
  });
});

describe('funds that are not as expected', () => {
  it('without ballots, without money, or with nothing affordable, nothing is bought', () => {
    for (const method of ['pb-mes', 'pb-phragmen']) {
      const options = method === 'pb-mes' ? shares : {};
      expect(allocate(method, options, [5, 7], 4, [[2, [0, 1]]])['winners']).toEqual([]);
      expect(allocate(method, options, [5], 0, [[1, [0]]])['winners']).toEqual([]);
    }
    expect(allocate('pb-mes', shares, [5, 7], 6, [])['winners']).toEqual([]);
    expect(allocate('pb-mes', { ...shares, completion: 'add1' }, [5, 7], 6, [])['winners']).toEqual([]);
  });

  const refusals: readonly [
    string,
    string,
    RuleOptions,
    number[],
    Election['ballots'],
    Partial<Election>,
    string,
  ][] = [
    ['an unknown utility', 'pb-mes', { ...shares, utility: 'joy' }, [1], [], {}, 'UNKNOWN_OPTION_VALUE'],
    [
      'an unknown completion',
      'pb-mes',
      { ...shares, completion: 'add2' },
      [1],
      [],
      {},
      'UNKNOWN_OPTION_VALUE',
    ],
    [
      'points that approvals do not have',
      'pb-mes',
      { ...shares, utility: 'points' },
      [1],
      [],
      {},
      'CONTRADICTORY_OPTIONS',
    ],
    ['rankings under Phragmén', 'pb-phragmen', { ballots: 'ranking' }, [1], [], {}, 'UNKNOWN_OPTION_VALUE'],
    [
      'no order for ties',
      'pb-mes',
      { ...shares, tie_break: ['more_votes'] },
      [1],
      [],
      {},
      'UNKNOWN_OPTION_VALUE',
    ],
    ['an unknown project', 'pb-mes', shares, [1], [[1, [1]]], {}, 'INVALID_BALLOT'],
    ['a project named twice', 'pb-mes', shares, [1], [[1, [0, 0]]], {}, 'INVALID_BALLOT'],
    [
      'negative points',
      'pb-greedy',
      { score: 'points', ballots: 'points' },
      [1],
      [[1, [[0, -1]]]],
      {},
      'INVALID_BALLOT',
    ],
    ['a missing budget', 'pb-mes', shares, [1], [], { budget: undefined }, 'INVALID_BUDGET'],
    ['a negative cost', 'pb-mes', shares, [-1], [], {}, 'INVALID_BUDGET'],
    ['more ballots than voters', 'pb-mes', shares, [1], [[3, [0]]], { voters: 2 }, 'INVALID_ELECTORATE'],
    [
      'steps without end',
      'pb-mes',
      { ...shares, completion: 'add1' },
      [8_000_000, 9_000_000],
      [[1, [0]]],
      {},
      'CONTRADICTORY_OPTIONS',
    ],
  ];
  for (const [what, method, options, costs, ballots, more, reason] of refusals) {
    it(`refuses ${what}`, () =>
      expect(allocate(method, options, costs, 10, ballots, more)['refused']).toBe(reason));
  }
});
