import fc from 'fast-check';
import {
  drawnOrder,
  longestPath,
  resolveVotes,
  type ApplyingDelegation,
  type HolderState,
} from './resolve-votes.js';
import { delegationScopes, type DelegationScope } from './delegation-scope.js';

type Given = readonly [principal: string, scope: DelegationScope, holder: string | null];

/** Delegations of electors without a ballot; who is not named in `states` is an elector who has not voted. */
function applying(given: readonly Given[], states: Record<string, HolderState>): ApplyingDelegation[] {
  return given
    .filter(([principal]) => states[principal] === undefined || states[principal] === 'silent')
    .map(([principal, scope, holder]) => ({
      ...{ principal, scope, holder },
      holderState: holder === null ? null : (states[holder] ?? 'silent'),
    }));
}
function told(given: readonly Given[], states: Record<string, HolderState>, holderCap: number | null = null) {
  const ends = resolveVotes(applying(given, states), { holderCap, pollId: 'p' });
  return Object.fromEntries(
    [...ends].map(([principal, end]) => {
      if (end.kind === 'blocked') return [principal, 'blocked'];
      const where = end.kind === 'dead_end' ? `${end.deadEnd} ` : '';
      return [principal, `${end.kind} ${where}${end.at} via ${end.path.join(' ')}`];
    }),
  );
}

describe('where a vote goes that its elector did not cast', () => {
  // The table of the README, row by row.
  const table: readonly [string, readonly Given[], Record<string, HolderState>, Record<string, string>][] = [
    [
      'an own ballot overrides: nothing of Ada is passed on',
      [['Ada', 'poll', 'Bo']],
      { Ada: 'voted', Bo: 'voted' },
      {},
    ],
    [
      'the narrowest scope counts',
      [
        ['Ada', 'cooperative', 'Bo'],
        ['Ada', 'circle', 'Cy'],
        ['Ada', 'topic', 'Di'],
      ],
      { Bo: 'voted', Cy: 'voted', Di: 'voted' },
      { Ada: 'counted Di via Di' },
    ],
    [
      'nobody in a narrow scope blocks wider ones',
      [
        ['Ada', 'cooperative', 'Bo'],
        ['Ada', 'topic', null],
      ],
      { Bo: 'voted' },
      { Ada: 'blocked' },
    ],
    [
      'nobody in a wide scope leaves a narrower holder',
      [
        ['Ada', 'cooperative', null],
        ['Ada', 'topic', 'Bo'],
      ],
      { Bo: 'voted' },
      { Ada: 'counted Bo via Bo' },
    ],
    [
      'what was passed to a holder goes on with theirs',
      [
        ['Ada', 'poll', 'Bo'],
        ['Bo', 'cooperative', 'Cy'],
      ],
      { Cy: 'voted' },
      { Ada: 'counted Cy via Bo Cy', Bo: 'counted Cy via Cy' },
    ],
    [
      'a holder who votes keeps it, whatever they have delegated',
      [
        ['Ada', 'poll', 'Bo'],
        ['Bo', 'poll', 'Cy'],
      ],
      { Bo: 'voted', Cy: 'voted' },
      { Ada: 'counted Bo via Bo' },
    ],
    [
      'a circle counts nowhere, nor does what comes into it',
      [
        ['Ada', 'poll', 'Bo'],
        ['Bo', 'poll', 'Cy'],
        ['Cy', 'poll', 'Bo'],
      ],
      {},
      { Ada: 'cycle Bo via Bo', Bo: 'cycle Bo via Cy Bo', Cy: 'cycle Cy via Bo Cy' },
    ],
    [
      'a holder who neither votes nor passes it on is a dead end',
      [
        ['Ada', 'poll', 'Bo'],
        ['Bo', 'poll', 'Cy'],
      ],
      {},
      { Ada: 'dead_end no_ballot Cy via Bo Cy', Bo: 'dead_end no_ballot Cy via Cy' },
    ],
    [
      'a holder who lets nobody vote for them is a dead end',
      [
        ['Ada', 'poll', 'Bo'],
        ['Bo', 'poll', null],
      ],
      {},
      { Ada: 'dead_end nobody Bo via Bo', Bo: 'blocked' },
    ],
    ...(['not_elector', 'not_current', 'withdrawn'] as const).map(
      (state): [string, readonly Given[], Record<string, HolderState>, Record<string, string>] => [
        `a holder who is ${state} is a dead end`,
        [['Ada', 'poll', 'Bo']],
        { Bo: state },
        { Ada: `dead_end ${state} Bo via Bo` },
      ],
    ),
  ];
  for (const [what, given, states, ends] of table) it(what, () => expect(told(given, states)).toEqual(ends));

  it('above the cap of a holder the nearest stand first', () => {
    const given: Given[] = [
      ['far', 'poll', 'near'],
      ['near', 'poll', 'Bo'],
      ['nigh', 'poll', 'Bo'],
    ];
    expect(told(given, { Bo: 'voted' }, 2)).toEqual({
      far: 'holder_cap Bo via near Bo',
      near: 'counted Bo via Bo',
      nigh: 'counted Bo via Bo',
    });
  });

  it('above the cap, of those equally near the first in the drawn order stand, however they are listed', () => {
    const electors = ['a', 'b', 'c', 'd', 'e'];
    const first = drawnOrder('p', electors).slice(0, 2);
    for (const listed of [electors, [...electors].reverse()]) {
      const ends = told(
        listed.map((elector): Given => [elector, 'poll', 'Bo']),
        { Bo: 'voted' },
        2,
      );
      expect(electors.filter((elector) => ends[elector]!.startsWith('counted')).sort()).toEqual(first.sort());
    }
    expect(drawnOrder('another poll', electors)).not.toEqual(drawnOrder('p', electors));
  });

  it('tells a very long way by its beginning, in time that grows with its length alone', () => {
    const length = 50_000;
    const chain = Array.from({ length }, (_, at): Given => [`m${at}`, 'poll', `m${at + 1}`]);
    const ends = resolveVotes(applying(chain, { [`m${length}`]: 'voted' }), { holderCap: null, pollId: 'p' });
    expect(ends.get('m0')).toMatchObject({ kind: 'counted', at: `m${length}`, steps: length });
    expect((ends.get('m0') as unknown as { path: string[] }).path).toEqual(
      Array.from({ length: longestPath }, (_, at) => `m${at + 1}`),
    );
    const circle = resolveVotes(applying([...chain, [`m${length}`, 'poll', 'm0']], {}), {
      ...{ holderCap: null, pollId: 'p' },
    });
    expect(circle.get('m7')).toMatchObject({ kind: 'cycle', at: 'm7', inCircle: true, steps: length + 1 });
  });
});

/** Follows one vote from holder to holder, as one would with a finger on the list. */
function naive(principal: string, delegations: readonly ApplyingDelegation[]): string {
  const narrowest = (from: string) =>
    delegationScopes
      .map((scope) => delegations.find((each) => each.principal === from && each.scope === scope))
      .find((each) => each !== undefined);
  const seen: string[] = [principal];
  let at = narrowest(principal)!;
  if (at.holder === null) return 'blocked';
  for (;;) {
    const holder: string = at.holder!;
    const steps = seen.length;
    if (at.holderState === 'voted') return `counted ${holder} ${steps}`;
    if (at.holderState !== 'silent') return `dead_end ${at.holderState} ${holder} ${steps}`;
    if (seen.includes(holder)) {
      const entry = seen.includes(holder) ? holder : '';
      return entry === principal
        ? `cycle in ${principal} ${steps}`
        : `cycle into ${entry} ${seen.indexOf(entry)}`;
    }
    const next = narrowest(holder);
    if (next === undefined) return `dead_end no_ballot ${holder} ${steps}`;
    if (next.holder === null) return `dead_end nobody ${holder} ${steps}`;
    seen.push(holder);
    at = next;
  }
}

describe('over a thousand generated graphs', () => {
  const states: readonly HolderState[] = [
    'voted',
    'silent',
    'silent',
    'silent',
    'not_elector',
    'not_current',
    'withdrawn',
  ];
  const graph = fc
    .integer({ min: 2, max: 9 })
    .chain((size) =>
      fc.record({
        states: fc.array(fc.constantFrom(...states), { minLength: size, maxLength: size }),
        given: fc.uniqueArray(
          fc.tuple(
            fc.integer({ min: 0, max: size - 1 }),
            fc.constantFrom(...delegationScopes),
            fc.option(fc.integer({ min: 0, max: size - 1 }), { freq: 8 }),
          ),
          { selector: ([from, scope]) => `${from} ${scope}`, maxLength: 16 },
        ),
        cap: fc.integer({ min: 0, max: 3 }),
      }),
    )
    .map(({ states: of, given, cap }) => ({
      cap,
      delegations: applying(
        given
          .filter(([from, , to]) => from !== to)
          .map(([from, scope, to]): Given => [`m${from}`, scope, to === null ? null : `m${to}`]),
        Object.fromEntries(of.map((state, place) => [`m${place}`, state])),
      ),
    }));
  const runs = { numRuns: 1_000 };

  it('agrees with following each vote by hand', () => {
    fc.assert(
      fc.property(graph, ({ delegations }) => {
        for (const [principal, end] of resolveVotes(delegations, { holderCap: null, pollId: 'p' })) {
          const words =
            end.kind === 'blocked'
              ? 'blocked'
              : end.kind === 'cycle'
                ? `cycle ${end.inCircle ? 'in' : 'into'} ${end.at} ${end.steps}`
                : `${end.kind} ${end.kind === 'dead_end' ? `${end.deadEnd} ` : ''}${end.at} ${end.steps}`;
          expect(words).toBe(naive(principal, delegations));
          if (end.kind !== 'blocked') {
            expect(end.path).toHaveLength(end.steps);
            expect(end.path.at(-1)).toBe(end.at);
          }
        }
      }),
      runs,
    );
  });

  it('does not depend on the order of the delegations, with and without a cap', () => {
    fc.assert(
      fc.property(graph, ({ delegations, cap }) => {
        for (const holderCap of [null, cap]) {
          const rule = { holderCap, pollId: 'p' };
          const backwards = resolveVotes([...delegations].reverse(), rule);
          expect(Object.fromEntries(backwards)).toEqual(Object.fromEntries(resolveVotes(delegations, rule)));
        }
      }),
      runs,
    );
  });

  it('keeps the cap, fills it, and lets nobody stand whose own holder does not', () => {
    fc.assert(
      fc.property(graph, ({ delegations, cap }) => {
        const free = resolveVotes(delegations, { holderCap: null, pollId: 'p' });
        const capped = resolveVotes(delegations, { holderCap: cap, pollId: 'p' });
        const behind = (ends: typeof free, holder: string): string[] =>
          [...ends].filter(([, end]) => end.kind === 'counted' && end.at === holder).map(([id]) => id);
        const holders = new Set(
          [...free.values()].flatMap((end) => (end.kind === 'counted' ? [end.at] : [])),
        );
        for (const holder of holders) {
          expect(behind(capped, holder)).toHaveLength(Math.min(cap, behind(free, holder).length));
        }
        for (const end of capped.values()) {
          if (end.kind === 'counted' && end.steps > 1)
            expect(capped.get(end.path[0]!)).toMatchObject({ kind: 'counted', at: end.at });
        }
      }),
      runs,
    );
  });
});
