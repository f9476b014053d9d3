import { isIntegerWithin } from '../option-reader.js';
import { refuseTally, type TallyRefusal } from '../tally-method.js';

/** How a ballot over projects is written. `bordaTop`: the points of a first place; each next place has one less. */
export type FundBallotForm =
  | { readonly kind: 'approval' }
  | { readonly kind: 'points' }
  | { readonly kind: 'ranking'; readonly bordaTop: number };

const MOST_POINTS = 1_000_000_000;

interface Support {
  readonly projects: readonly number[];
  readonly points: readonly number[];
}

/**
 * Reads ballots over projects: approvals and rankings as lists of projects, points as `[project, points]`
 * pairs or `{project: points}`. Equal ballots are merged; points of zero are no support.
 */
export class FundBallotReader {
  private readonly merged = new Map<string, { support: Support; units: number }>();

  constructor(
    private readonly projectCount: number,
    private readonly form: FundBallotForm,
  ) {}

  read(ballot: unknown, group: number, units: number): TallyRefusal | null {
    const support = this.form.kind === 'points' ? this.readPoints(ballot) : this.readList(ballot);
    if (typeof support === 'string') {
      return refuseTally('INVALID_BALLOT', `Ballot ${group} ${support}.`, [`ballots[${group}][1]`]);
    }
    if (units === 0) return null;
    const key = support.projects.map((project, at) => `${project}:${support.points[at]}`).join(' ');
    const known = this.merged.get(key);
    if (known) known.units += units;
    else this.merged.set(key, { support, units });
    return null;
  }

  private readList(ballot: unknown): Support | string {
    if (!Array.isArray(ballot)) return 'is not a list of projects';
    const listed = ballot as readonly unknown[];
    for (const project of listed) {
      if (!isIntegerWithin(project, 0, this.projectCount - 1)) return this.unknownProject(project);
    }
    const projects = listed as readonly number[];
    if (new Set(projects).size !== projects.length) return 'names a project twice';
    const { form } = this;
    if (form.kind !== 'ranking') return sorted(projects.map((project) => [project, 1]));
    return sorted(projects.map((project, place) => [project, Math.max(0, form.bordaTop - place)]));
  }

  private readPoints(ballot: unknown): Support | string {
    if (typeof ballot !== 'object' || ballot === null) return 'is not a list of projects with points';
    const pairs: readonly unknown[] = Array.isArray(ballot)
      ? (ballot as readonly unknown[])
      : Object.entries(ballot).map(([project, points]) => [Number(project), points as unknown]);
    const read: [number, number][] = [];
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2) return 'is not a list of [project, points]';
      const [project, points] = pair as readonly unknown[];
      if (!isIntegerWithin(project, 0, this.projectCount - 1)) return this.unknownProject(project);
      if (!isIntegerWithin(points, 0, MOST_POINTS)) {
        return `gives project ${project} ${JSON.stringify(points)}, not a whole number of points from 0 to ${MOST_POINTS}`;
      }
      read.push([project, points]);
    }
    if (new Set(read.map(([project]) => project)).size !== read.length) return 'names a project twice';
    return sorted(read);
  }

  private unknownProject(project: unknown): string {
    const shown = JSON.stringify(project)?.slice(0, 60) ?? 'nothing';
    return `names ${shown}, which is not a project (0 to ${this.projectCount - 1})`;
  }

  /** Supports by project, the most points first; groups in the order of their ballots' text. */
  byProject(): {
    groupUnits: Float64Array;
    start: Int32Array;
    supporter: Int32Array;
    points: Float64Array;
    votes: Float64Array;
    pointTotals: Float64Array;
  } {
    const keys = [...this.merged.keys()].sort();
    const groupUnits = new Float64Array(keys.length);
    const lists: { group: number; points: number }[][] = Array.from({ length: this.projectCount }, () => []);
    keys.forEach((key, group) => {
      const { support, units } = this.merged.get(key)!;
      groupUnits[group] = units;
      support.projects.forEach((project, at) => lists[project]!.push({ group, points: support.points[at]! }));
    });
    const start = new Int32Array(this.projectCount + 1);
    const length = lists.reduce((sum, list) => sum + list.length, 0);
    const supporter = new Int32Array(length);
    const points = new Float64Array(length);
    const votes = new Float64Array(this.projectCount);
    const pointTotals = new Float64Array(this.projectCount);
    let at = 0;
    lists.forEach((list, project) => {
      list.sort((a, b) => b.points - a.points || a.group - b.group);
      for (const entry of list) {
        supporter[at] = entry.group;
        points[at++] = entry.points;
        votes[project]! += groupUnits[entry.group]!;
        pointTotals[project]! += groupUnits[entry.group]! * entry.points;
      }
      start[project + 1] = at;
    });
    return { groupUnits, start, supporter, points, votes, pointTotals };
  }
}

function sorted(pairs: readonly (readonly [number, number])[]): Support {
  const given = pairs.filter(([, points]) => points > 0).sort((a, b) => a[0] - b[0]);
  return { projects: given.map(([project]) => project), points: given.map(([, points]) => points) };
}
