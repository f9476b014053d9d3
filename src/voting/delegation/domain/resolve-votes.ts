import { sha256 } from '../../../shared/canonical-json.js';
import { resolveDelegations, type Standing } from '../../domain/tally/assent/delegation-resolution.js';
import { delegationScopes, type DelegationScope } from './delegation-scope.js';

/** What a member can do with a vote passed to them in one poll. */
export type HolderState =
  /** Has a ballot that counts: the vote ends here. */
  | 'voted'
  /** An elector without one: the vote goes on to their own holder, if there is one. */
  | 'silent'
  /** Not in the electorate. */
  | 'not_elector'
  /** Suspended, left, expelled or dead on the day of the close. */
  | 'not_current'
  /** Withdrew from this poll for a conflict of interest. */
  | 'withdrawn';

/** A delegation, in force at the close, of an elector who has no ballot that counts. */
export interface ApplyingDelegation {
  readonly principal: string;
  readonly scope: DelegationScope;
  /** Null: nobody. */
  readonly holder: string | null;
  readonly holderState: HolderState | null;
}

/** Why a vote got no further: the last holder did not vote, or said nobody votes for them, or can take no vote on. */
export const deadEnds = ['no_ballot', 'nobody', 'not_elector', 'not_current', 'withdrawn'] as const;
export type DeadEnd = (typeof deadEnds)[number];

interface Passed {
  /** How many times it was passed on. */
  readonly steps: number;
  /** The holders in order, the principal's own first; of a longer way the first `longestPath`. */
  readonly path: readonly string[];
}
/** Where the vote of a principal goes. */
export type VoteEnd =
  | ({ readonly kind: 'counted' | 'holder_cap'; readonly at: string } & Passed)
  /** `at` is the member where the way meets itself: the principal, when they are in the circle. */
  | ({ readonly kind: 'cycle'; readonly at: string; readonly inCircle: boolean } & Passed)
  | ({ readonly kind: 'dead_end'; readonly at: string; readonly deadEnd: DeadEnd } & Passed)
  /** The principal keeps the vote: nobody in the narrowest scope. */
  | { readonly kind: 'blocked' };

export interface HolderRule {
  /** The most electors whose votes one holder casts besides their own; null: no cap. */
  readonly holderCap: number | null;
  /** The poll; its identifier is what the order of those at the same distance is drawn from. */
  readonly pollId: string;
}

/** Longer ways are told by their beginning: a chain of n would otherwise be kept as n²/2 names. */
export const longestPath = 32;

/**
 * Where each vote goes that its elector did not cast: the scopes, circles, dead ends and caps of `resolveDelegations`,
 * which alone decides; this gives it members for numbers and tells the way back. Above a cap the nearest stand, and of
 * those equally near the ones that `drawnOrder` has first.
 */
export function resolveVotes(
  delegations: readonly ApplyingDelegation[],
  rule: HolderRule,
): ReadonlyMap<string, VoteEnd> {
  const states = new Map<string, HolderState>();
  for (const { holder, holderState } of delegations) if (holder !== null) states.set(holder, holderState!);
  const principals = [...new Set(delegations.map(({ principal }) => principal))];
  const drawn = rule.holderCap === null ? principals : drawnOrder(rule.pollId, principals);
  const members = [...new Set([...drawn, ...states.keys()])];
  const place = new Map(members.map((member, index) => [member, index]));
  const voted = new Set([...states].filter(([, state]) => state === 'voted').map(([id]) => place.get(id)!));
  const standings = resolveDelegations(
    members.length,
    voted,
    delegations.map(({ principal, scope, holder }) => ({
      from: place.get(principal)!,
      scope,
      to: holder === null ? null : place.get(holder)!,
    })),
    { scopes: delegationScopes, transitive: true, noneBlocks: true, holderCap: rule.holderCap },
  );
  const blocked = new Set(principals.filter((id) => standings[place.get(id)!]!.holder === null));
  const way = new Ways(members, standings);
  return new Map(
    principals.map((id) => [id, endOf(place.get(id)!, standings, way, { members, states, blocked })]),
  );
}

/** Members in the order of SHA-256 over poll and member: both are fixed before anybody delegates, and anyone can redo it. */
export function drawnOrder(pollId: string, memberships: readonly string[]): string[] {
  return memberships
    .map((id) => ({ id, lot: sha256(`rochdale/holder-cap/v1\n${pollId}\n${id}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ id }) => id);
}

function endOf(
  elector: number,
  standings: readonly Standing[],
  ways: Ways,
  known: {
    readonly members: readonly string[];
    readonly states: ReadonlyMap<string, HolderState>;
    readonly blocked: ReadonlySet<string>;
  },
): VoteEnd {
  const { holder, endsAt, lost } = standings[elector]!;
  if (holder === null) return { kind: 'blocked' };
  const { at, steps } = ways.endOf(elector);
  const passed = { steps, path: ways.beginningOf(elector, steps) };
  const where = known.members[at]!;
  if (endsAt !== null || lost === 'holder_cap')
    return { kind: lost === null ? 'counted' : 'holder_cap', at: where, ...passed };
  if (lost === 'cycle') return { kind: 'cycle', at: where, inCircle: at === elector, ...passed };
  const state = known.states.get(where)!;
  const silence = known.blocked.has(where) ? 'nobody' : 'no_ballot';
  return {
    kind: 'dead_end',
    at: where,
    deadEnd: state === 'silent' || state === 'voted' ? silence : state,
    ...passed,
  };
}

/** Where the way of each elector ends, found once for all who share it. */
class Ways {
  private readonly ends: ({ at: number; steps: number } | undefined)[];
  constructor(
    private readonly members: readonly string[],
    private readonly standings: readonly Standing[],
  ) {
    this.ends = new Array<undefined>(members.length).fill(undefined);
  }

  /** The last member on the way, and how many times the vote was passed on until there. */
  endOf(elector: number): { at: number; steps: number } {
    const way: number[] = [];
    const onWay = new Map<number, number>();
    let at = elector;
    while (this.ends[at] === undefined && !onWay.has(at)) {
      const { holder } = this.standings[at]!;
      if (holder === null) {
        this.ends[at] = { at, steps: 0 };
        break;
      }
      onWay.set(at, way.length);
      way.push(at);
      at = holder;
    }
    const circle = onWay.get(at);
    if (circle !== undefined) {
      // Each in the circle comes back to itself after going round.
      const around = way.splice(circle);
      for (const member of around) this.ends[member] = { at: member, steps: around.length };
    }
    for (const member of way.reverse()) {
      const next = this.standings[member]!.holder!;
      const end = this.ends[next]!;
      const isCircle = this.standings[next]!.lost === 'cycle' && end.at === next;
      this.ends[member] = isCircle ? { at: next, steps: 1 } : { at: end.at, steps: end.steps + 1 };
    }
    return this.ends[elector]!;
  }

  /** The holders in order, at most `longestPath` of them. */
  beginningOf(elector: number, steps: number): string[] {
    const path: string[] = [];
    let at: number = elector;
    while (path.length < Math.min(steps, longestPath)) {
      at = this.standings[at]!.holder!;
      path.push(this.members[at]!);
    }
    return path;
  }
}
