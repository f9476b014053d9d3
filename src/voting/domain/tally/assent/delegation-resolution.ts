/** A standing delegation: to whom, in which scope; `to` null says "nobody in this scope". */
export interface Delegation {
  readonly from: number;
  readonly scope: string;
  readonly to: number | null;
}

export interface DelegationRule {
  /** The narrowest scope first. */
  readonly scopes: readonly string[];
  /** Whether a holder may pass on what was passed to them. */
  readonly transitive: boolean;
  /** Whether "nobody" in a narrow scope blocks wider ones, or is passed over. */
  readonly noneBlocks: boolean;
  /** The most electors who may stand behind one holder, besides the holder; null: no cap. */
  readonly holderCap: number | null;
}

/** Why a vote counts nowhere: nobody chosen, a circle, a holder who did not vote, or one with too many votes. */
export type LostBecause = 'no_delegation' | 'cycle' | 'dead_end' | 'holder_cap';

/** Where an elector's vote stands: with whom it ends and over how many holders, or why it is lost. */
export interface Standing {
  readonly endsAt: number | null;
  /** To whom the elector passed it; null: own ballot, or nobody. Following it gives the whole path. */
  readonly holder: number | null;
  /** How many times it was passed on; 0 for an own ballot. */
  readonly distance: number;
  readonly lost: LostBecause | null;
}

/**
 * Follows every elector's vote to the ballot that decides it. An own ballot overrides any delegation, an
 * abstention is an own ballot. Otherwise the narrowest scope with a delegation counts; it is followed from
 * holder to holder until someone voted. A circle, or an end where nobody voted, counts nowhere. Above a cap
 * the nearest electors stand (fewest holders in between), then those of lower position.
 */
export function resolveDelegations(
  electorCount: number,
  voted: ReadonlySet<number>,
  delegations: readonly Delegation[],
  rule: DelegationRule,
): Standing[] {
  const holders = effectiveHolders(electorCount, delegations, rule);
  const standings = new Array<Standing | undefined>(electorCount).fill(undefined);
  for (const elector of voted)
    standings[elector] = { endsAt: elector, holder: null, distance: 0, lost: null };
  for (let elector = 0; elector < electorCount; elector++) {
    if (rule.transitive) followToTheEnd(elector, holders, standings);
    else standings[elector] ??= passedOnce(holders[elector]!, voted);
  }
  const resolved = standings as Standing[];
  return rule.holderCap === null ? resolved : capHolders(resolved, rule.holderCap);
}

/** The holder of each elector's vote by scope precedence; null: nobody. */
function effectiveHolders(
  electorCount: number,
  delegations: readonly Delegation[],
  { scopes, noneBlocks }: DelegationRule,
): (number | null)[] {
  const chosenScope = new Array<number>(electorCount).fill(Infinity);
  const holders = new Array<number | null>(electorCount).fill(null);
  for (const { from, scope, to } of delegations) {
    const precedence = scopes.indexOf(scope);
    if (precedence >= chosenScope[from]! || (to === null && !noneBlocks)) continue;
    chosenScope[from] = precedence;
    holders[from] = to;
  }
  return holders;
}

function passedOnce(holder: number | null, voted: ReadonlySet<number>): Standing {
  if (holder === null) return { endsAt: null, holder, distance: 0, lost: 'no_delegation' };
  return voted.has(holder)
    ? { endsAt: holder, holder, distance: 1, lost: null }
    : { endsAt: null, holder, distance: 1, lost: 'dead_end' };
}

/** Walks until a standing is known, nobody is left, or the walk meets itself; then settles everyone on the way. */
function followToTheEnd(
  elector: number,
  holders: readonly (number | null)[],
  standings: (Standing | undefined)[],
): void {
  const way: number[] = [];
  const onWay = new Set<number>();
  let at: number | null = elector;
  while (at !== null && standings[at] === undefined && !onWay.has(at)) {
    way.push(at);
    onWay.add(at);
    at = holders[at]!;
  }
  const end = at === null ? null : (standings[at] ?? null);
  const circle = at !== null && end === null;
  for (let step = way.length - 1; step >= 0; step--) {
    const holder = holders[way[step]!]!;
    const next = holder === null ? null : (standings[holder] ?? null);
    const lost = circle ? 'cycle' : holder === null ? 'no_delegation' : lostBehind(next!);
    const distance = holder === null || circle ? 0 : next!.distance + 1;
    standings[way[step]!] = { endsAt: circle ? null : (next?.endsAt ?? null), holder, distance, lost };
  }
}

const lostBehind = ({ lost }: Standing): LostBecause | null => (lost === 'no_delegation' ? 'dead_end' : lost);

function capHolders(standings: readonly Standing[], cap: number): Standing[] {
  const behind = new Map<number, number[]>();
  standings.forEach(({ endsAt, distance }, elector) => {
    if (endsAt === null || distance === 0) return;
    const electors = behind.get(endsAt);
    if (electors) electors.push(elector);
    else behind.set(endsAt, [elector]);
  });
  const capped = [...standings];
  for (const electors of behind.values()) {
    electors.sort((a, b) => standings[a]!.distance - standings[b]!.distance || a - b);
    for (const elector of electors.slice(cap)) {
      capped[elector] = { ...standings[elector]!, endsAt: null, lost: 'holder_cap' };
    }
  }
  return capped;
}
