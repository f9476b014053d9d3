import { Ratio } from '../../../../shared/ratio.js';
import { exactJson } from '../exact-json.js';
import { readFundElection, totalCost, type FundElection } from './fund-election.js';
import {
  fundPrecedence,
  fundTheSame,
  opposite,
  readFundTieBreak,
  type FundPrecedence,
} from './fund-precedence.js';
import { allocateGreedily, unitsJson } from './pb-greedy.js';
import { OptionReader } from '../option-reader.js';
import { type Election, type Outcome, type TallyMethod, type TallyRefusal } from '../tally-method.js';

interface PreparedPhragmen {
  readonly fund: FundElection;
  readonly precedence: FundPrecedence;
}

/** A project bought when its supporters' load reached `load`; null where nobody supports it. */
interface LoadedPurchase {
  readonly project: number;
  readonly load: Ratio | null;
  readonly tied: number;
}

export interface PhragmenAllocation {
  readonly purchases: readonly LoadedPurchase[];
  /** The projects of least load of which one would have exceeded the budget; empty when all were bought. */
  readonly stoppedBy: readonly number[];
}

/**
 * Sequential Phragmén for projects with costs (Phragmén 1894; Los, Christoff and Grossi 2022). Everyone earns
 * money at the same pace; as soon as the supporters of a project hold its cost together it is bought with all
 * that they hold. As loads: the project that would leave its supporters with the least equal load is next.
 * Projects dearer than the whole budget are dropped first; the rule stops (it does not skip) when a project of
 * least load would exceed the budget. A project without supporters never earns its cost and comes last.
 */
export function allocateByPhragmen(fund: FundElection, precedence: FundPrecedence): PhragmenAllocation {
  const loads = new GroupLoads(fund);
  const purchases: LoadedPurchase[] = [];
  let open = fund.costs.map((_, project) => project).filter((project) => fund.costs[project]! <= fund.budget);
  const loadOf = new Map(open.map((project) => [project, loads.ifBought(project)]));
  let cost = 0n;
  while (open.length > 0) {
    open.sort((a, b) => compareLoads(loadOf.get(a)!, loadOf.get(b)!));
    const least = leastLoaded(open, loadOf, loads);
    if (least.some((project) => cost + fund.costs[project]! > fund.budget)) {
      return { purchases, stoppedBy: least.sort((a, b) => a - b) };
    }
    const project = least.reduce((a, b) => (precedence[b]! < precedence[a]! ? b : a));
    const load = loadOf.get(project)!;
    if (load !== null) loads.setFor(project, load);
    purchases.push({ project, load, tied: least.length });
    cost += fund.costs[project]!;
    open = open.filter((other) => other !== project);
  }
  return { purchases, stoppedBy: [] };
}

/** A load never falls, so the last one known bounds it from below: only the front of the list is renewed. */
function leastLoaded(
  open: readonly number[],
  loadOf: Map<number, Ratio | null>,
  loads: GroupLoads,
): number[] {
  let best: Ratio | null | undefined;
  let least: number[] = [];
  for (const project of open) {
    if (best !== undefined && compareLoads(loadOf.get(project)!, best) > 0) break;
    const load = loads.ifBought(project);
    loadOf.set(project, load);
    const order = best === undefined ? -1 : compareLoads(load, best);
    if (order < 0) [best, least] = [load, [project]];
    else if (order === 0) least.push(project);
  }
  return least;
}

const compareLoads = (a: Ratio | null, b: Ratio | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : a.compare(b);

/** Groups with equal loads share one entry, so that a project is weighed by counting, not by adding fractions. */
class GroupLoads {
  private readonly values: Ratio[] = [Ratio.zero];
  private readonly valueOf: Int32Array;

  constructor(private readonly fund: FundElection) {
    this.valueOf = new Int32Array(fund.groupUnits.length);
  }

  ifBought(project: number): Ratio | null {
    const { fund } = this;
    const units = fund.votes[project]!;
    if (units === 0) return null;
    const counted = new Float64Array(this.values.length);
    for (let at = fund.start[project]!; at < fund.start[project + 1]!; at++) {
      const group = fund.supporter[at]!;
      counted[this.valueOf[group]!]! += fund.groupUnits[group]!;
    }
    let total = Ratio.of(fund.costs[project]! * BigInt(fund.perVote));
    counted.forEach((weight, value) => {
      if (weight > 0) total = total.plus(this.values[value]!.times(Ratio.of(BigInt(weight))));
    });
    return total.dividedBy(Ratio.of(BigInt(units)));
  }

  setFor(project: number, load: Ratio): void {
    const { fund } = this;
    this.values.push(load);
    for (let at = fund.start[project]!; at < fund.start[project + 1]!; at++) {
      this.valueOf[fund.supporter[at]!] = this.values.length - 1;
    }
  }
}

/** `pb-phragmen`, on approvals alone. Option: `tie_break`. */
export const pbPhragmen: TallyMethod<PreparedPhragmen> = {
  name: 'pb-phragmen',
  version: 1,
  prepare(election: Election): PreparedPhragmen | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    options.choice('ballots', ['approval'], 'approval');
    const tieBreak = readFundTieBreak(options, election.candidates.length);
    const wrong = options.refusal();
    if (wrong) return wrong;
    const fund = readFundElection(election, { kind: 'approval' });
    return 'reason' in fund ? fund : { fund, precedence: fundPrecedence(fund, tieBreak) };
  },
  count({ fund, precedence }: PreparedPhragmen): Outcome {
    const { purchases, stoppedBy } = allocateByPhragmen(fund, precedence);
    const order = purchases.map(({ project }) => project);
    const greedy = allocateGreedily(fund, 'votes', precedence);
    return {
      winners: [...order].sort((a, b) => a - b),
      order_of_selection: order,
      total_cost: exactJson(totalCost(fund, order)),
      ties_met: purchases.filter(({ tied }) => tied > 1).length,
      tie_sensitive: !fundTheSame(
        order,
        allocateByPhragmen(fund, opposite(precedence)).purchases.map(({ project }) => project),
      ),
      stopped_by: stoppedBy,
      purchases: purchases.map(({ project, load, tied }) => ({
        project,
        cost: exactJson(fund.costs[project]!),
        supporters: unitsJson(fund, fund.votes[project]!),
        load: load === null ? null : load.toString(),
        tied,
      })),
      greedy_instead: {
        winners: [...greedy.chosen].sort((a, b) => a - b),
        total_cost: exactJson(greedy.cost),
      },
    };
  },
};
