/**
 * A second count of the Method of Equal Shares, written from the rule's text: every voter by themselves, every
 * fraction as a pair of whole numbers, every project looked at in every round. Slow and plain on purpose.
 */
export interface PlainFund {
  costs: number[];
  budget: number;
  /** For each voter, the utility of each project (0: no support). */
  voters: number[][];
  /** Projects in the order in which equal ones are taken, after more supporters and lower cost. */
  order: number[];
}

type Fraction = readonly [bigint, bigint];

const fraction = (numerator: bigint, denominator: bigint): Fraction => {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? [0n, 1n] : [numerator / a, denominator / a];
};
const plus = (a: Fraction, b: Fraction): Fraction => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, [-b[0], b[1]]);
const times = (a: Fraction, b: Fraction): Fraction => fraction(a[0] * b[0], a[1] * b[1]);
const below = (a: Fraction, b: Fraction): boolean => a[0] * b[1] < b[0] * a[1];
const whole = (value: number): Fraction => [BigInt(value), 1n];

export interface PlainOutcome {
  order: number[];
  endowment: string;
}

/** One run with the same purse for everybody. */
function run(fund: PlainFund, endowment: Fraction): number[] {
  const purses = fund.voters.map(() => endowment);
  const bought: number[] = [];
  const supporters = fund.costs.map(
    (_, project) => fund.voters.filter((voter) => voter[project]! > 0).length,
  );
  const firstOf = (a: number, b: number): number =>
    supporters[b]! - supporters[a]! ||
    fund.costs[a]! - fund.costs[b]! ||
    fund.order.indexOf(a) - fund.order.indexOf(b);
  const projects = fund.costs.map((_, project) => project).sort(firstOf);
  for (const project of projects)
    if (fund.costs[project] === 0 && supporters[project]! > 0) bought.push(project);
  for (;;) {
    let best: { project: number; rho: Fraction } | null = null;
    for (const project of projects) {
      if (bought.includes(project)) continue;
      const rho = smallestRho(fund, project, purses);
      if (rho && (best === null || below(rho, best.rho))) best = { project, rho };
    }
    if (best === null) return bought;
    const { project, rho } = best;
    bought.push(project);
    fund.voters.forEach((voter, v) => {
      const asked = times(rho, whole(voter[project]!));
      purses[v] = below(purses[v]!, asked) ? whole(0) : minus(purses[v]!, asked);
    });
  }
}

/** The smallest ρ at which the supporters cover the cost, each paying at most ρ times their utility. */
function smallestRho(fund: PlainFund, project: number, purses: readonly Fraction[]): Fraction | null {
  const supporters = fund.voters
    .map((voter, v) => ({ utility: whole(voter[project]!), purse: purses[v]! }))
    .filter(({ utility }) => utility[0] > 0n);
  // Whoever has the least money for their utility is the first to give everything.
  supporters.sort((a, b) => {
    const [left, right] = [times(a.purse, b.utility), times(b.purse, a.utility)];
    return below(left, right) ? -1 : below(right, left) ? 1 : 0;
  });
  let rest = whole(fund.costs[project]!);
  for (let k = 0; k < supporters.length; k++) {
    const utility = supporters.slice(k).reduce((sum, one) => plus(sum, one.utility), whole(0));
    const rho = fraction(rest[0] * utility[1], rest[1] * utility[0]);
    if (!below(supporters[k]!.purse, times(rho, supporters[k]!.utility))) return rho;
    rest = minus(rest, supporters[k]!.purse);
  }
  return null;
}

export function countEqualShares(fund: PlainFund, completion: string): PlainOutcome {
  const show = ([a, b]: Fraction): string => (b === 1n ? String(a) : `${a}/${b}`);
  const cost = (projects: number[]): number =>
    projects.reduce((sum, project) => sum + fund.costs[project]!, 0);
  const votes = (project: number): number => fund.voters.filter((voter) => voter[project]! > 0).length;
  let endowment =
    fund.voters.length === 0 ? whole(0) : fraction(BigInt(fund.budget), BigInt(fund.voters.length));
  let order = run(fund, endowment);
  const all = fund.costs.map((_, project) => project);
  const byVotes = [...all].sort(
    (a, b) =>
      votes(b) - votes(a) || fund.costs[a]! - fund.costs[b]! || fund.order.indexOf(a) - fund.order.indexOf(b),
  );
  if (cost(all) <= fund.budget) {
    return {
      order: [...order, ...byVotes.filter((project) => votes(project) > 0 && !order.includes(project))],
      endowment: show(endowment),
    };
  }
  while (completion.startsWith('add1')) {
    const exhaustive = all.every(
      (project) => order.includes(project) || cost(order) + fund.costs[project]! > fund.budget,
    );
    if (exhaustive || all.every((project) => order.includes(project) || votes(project) === 0)) break;
    const raised = plus(endowment, whole(1));
    const next = run(fund, raised);
    if (cost(next) > fund.budget) break;
    [order, endowment] = [next, raised];
  }
  if (completion.endsWith('utilitarian')) {
    for (const project of byVotes) {
      if (!order.includes(project) && cost(order) + fund.costs[project]! <= fund.budget) order.push(project);
    }
  }
  return { order, endowment: show(endowment) };
}
