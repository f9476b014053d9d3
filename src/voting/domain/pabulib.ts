import { Ratio } from '../../shared/ratio.js';
import { joinCells, splitRecords, splitSections, type PabulibTable } from './pabulib-table.js';
import { refuseTally, type Election, type GroupedBallot, type TallyRefusal } from './tally/tally-method.js';

/**
 * A participatory budget in the Pabulib format (`.pb`; Faliszewski and others 2023): three tables, META,
 * PROJECTS and VOTES, of fields separated by `;`. Whatever columns a file has are kept.
 */
export interface PabulibFile {
  readonly meta: PabulibTable;
  readonly projects: PabulibTable;
  readonly votes: PabulibTable;
}

const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const;
const NEEDED: Readonly<Record<(typeof SECTIONS)[number], readonly string[]>> = {
  META: ['key', 'value'],
  PROJECTS: ['project_id', 'cost'],
  VOTES: ['voter_id', 'vote'],
};

/** Reads the tables. Refuses, with line and field, what is not in the format. */
export function readPabulib(text: string): PabulibFile | TallyRefusal {
  const records = splitRecords(text);
  if (!Array.isArray(records)) return malformed(records.line, records.fault);
  const sections = splitSections(records, SECTIONS);
  if (!(sections instanceof Map)) return malformed(sections.line, sections.fault);
  for (const name of SECTIONS) {
    const section = sections.get(name);
    if (!section) return malformed(1, `the section ${name} is missing`);
    const missing = NEEDED[name].find((column) => !section.columns.includes(column));
    if (missing) return malformed(section.lines[0] ?? 1, `the section ${name} has no column "${missing}"`);
  }
  return { meta: sections.get('META')!, projects: sections.get('PROJECTS')!, votes: sections.get('VOTES')! };
}

/** Writes the tables; reading them again gives the same tables. */
export function writePabulib({ meta, projects, votes }: PabulibFile): string {
  const table = (name: string, { columns, rows }: PabulibTable): string[] => [
    name,
    joinCells(columns),
    ...rows.map(joinCells),
  ];
  const lines = [...table('META', meta), ...table('PROJECTS', projects), ...table('VOTES', votes)];
  return `${lines.join('\n')}\n`;
}

/** An election over projects, and how many decimal places its amounts were written with. */
export interface PabulibFund {
  readonly ids: readonly string[];
  readonly costs: readonly bigint[];
  readonly budget: bigint;
  readonly decimals: number;
  readonly ballots: readonly GroupedBallot[];
  readonly kind: 'approval' | 'points' | 'ranking';
  /** Rankings: the points of a first place, from `max_length`. */
  readonly bordaTop: number | null;
}

const KINDS: Readonly<Record<string, PabulibFund['kind']>> = {
  approval: 'approval',
  'choose-1': 'approval',
  cumulative: 'points',
  scoring: 'points',
  ordinal: 'ranking',
};

/**
 * The election in a file: amounts in minor units (as many decimals as the file uses), one ballot per voter.
 * Refuses, with the line, unknown vote types, amounts that are none, projects named twice or unknown, and
 * points that do not go with the projects voted for.
 */
export function fundOfPabulib(file: PabulibFile): PabulibFund | TallyRefusal {
  const meta = new Map(columnPairs(file.meta, 'key', 'value'));
  const type = (meta.get('vote_type') ?? '').trim();
  if (!Object.hasOwn(KINDS, type)) {
    return malformed(
      metaLine(file, 'vote_type'),
      `the vote_type "${type}" is unknown; known: ${Object.keys(KINDS).join(', ')}`,
    );
  }
  const projects = columnPairs(file.projects, 'project_id', 'cost');
  const places = new Map(projects.map(([id], place) => [id, place]));
  if (places.size !== projects.length)
    return malformed(file.projects.lines[0] ?? 1, 'a project is there twice');
  const amounts = [meta.get('budget') ?? '', ...projects.map(([, cost]) => cost)];
  const wrong = amounts.findIndex((amount) => !/^\d{1,15}(?:[.,]\d{1,6})?$/.test(amount));
  if (wrong >= 0) {
    const line = wrong === 0 ? metaLine(file, 'budget') : file.projects.lines[wrong - 1]!;
    return malformed(line, `"${amounts[wrong]}" is not an amount (${wrong === 0 ? 'budget' : 'cost'})`);
  }
  const decimals = Math.max(...amounts.map((amount) => amount.split(/[.,]/)[1]?.length ?? 0));
  const [budget, ...costs] = amounts.map((amount) => minorUnits(amount, decimals));
  const kind = KINDS[type]!;
  const ballots = readVotes(file.votes, kind, places);
  if ('reason' in ballots) return ballots;
  const longest = Number(meta.get('max_length') ?? projects.length);
  return {
    ids: projects.map(([id]) => id),
    ...{ costs, budget: budget!, decimals, ballots, kind },
    bordaTop:
      kind === 'ranking' ? (Number.isSafeInteger(longest) && longest > 0 ? longest : projects.length) : null,
  };
}

/** The line that says it; 1 where none does. */
function metaLine({ meta }: PabulibFile, key: string): number {
  const row = meta.rows.findIndex((cells) => cells[meta.columns.indexOf('key')]!.trim() === key);
  return meta.lines[row] ?? 1;
}

const minorUnits = (amount: string, decimals: number): bigint => {
  const [whole, fraction = ''] = amount.split(/[.,]/);
  return BigInt(whole! + fraction.padEnd(decimals, '0'));
};

function columnPairs(table: PabulibTable, first: string, second: string): [string, string][] {
  const [a, b] = [table.columns.indexOf(first), table.columns.indexOf(second)];
  return table.rows.map((row) => [row[a]!.trim(), row[b]!.trim()]);
}

function readVotes(
  votes: PabulibTable,
  kind: PabulibFund['kind'],
  places: ReadonlyMap<string, number>,
): GroupedBallot[] | TallyRefusal {
  const [vote, points] = [votes.columns.indexOf('vote'), votes.columns.indexOf('points')];
  const ballots: GroupedBallot[] = [];
  for (const [index, row] of votes.rows.entries()) {
    const line = votes.lines[index]!;
    const named = listed(row[vote]!);
    const projects = named.map((id) => places.get(id));
    const unknown = projects.indexOf(undefined);
    if (unknown >= 0) return malformed(line, `the project "${named[unknown]}" is not in PROJECTS (vote)`);
    if (kind !== 'points') {
      ballots.push([1, projects]);
      continue;
    }
    const given = points < 0 ? named.map(() => '1') : listed(row[points]!);
    if (given.length !== named.length || !given.every((one) => /^\d{1,9}$/.test(one))) {
      return malformed(line, `${named.length} projects need as many whole numbers of points (points)`);
    }
    ballots.push([1, projects.map((project, at) => [project, Number(given[at])])]);
  }
  return ballots;
}

const listed = (cell: string): string[] =>
  cell.trim() === '' ? [] : cell.split(',').map((part) => part.trim());

/** What a file says beside projects and votes, such as description, country, unit, instance, dates, rule. */
export type PabulibMeta = Readonly<Record<string, string>>;

const VOTE_TYPES = { approval: 'approval', points: 'cumulative', ranking: 'ordinal' } as const;

/**
 * An election over projects as a file, one row per vote. Refuses weights that are not whole numbers: the
 * format has no weights, and a vote of one half cannot be written.
 */
export function pabulibOf(
  election: Pick<Election, 'candidates' | 'costs' | 'budget' | 'ballots'>,
  ids: readonly string[],
  kind: PabulibFund['kind'],
  meta: PabulibMeta,
): PabulibFile | TallyRefusal {
  const votes: string[][] = [];
  for (const [group, [weight, ballot]] of election.ballots.entries()) {
    const whole =
      weight instanceof Ratio ? (weight.denominator === 1n ? weight.numerator : null) : BigInt(weight);
    if (whole === null || whole < 0n || whole > 10_000_000n) {
      return refuseTally(
        'INVALID_WEIGHT',
        `Ballot ${group}: a .pb file has no weights other than whole votes.`,
      );
    }
    const entries = ballot as readonly (number | readonly [number, number])[];
    const named = entries.map((entry) => ids[typeof entry === 'number' ? entry : entry[0]]!).join(',');
    const points = entries.map((entry) => (typeof entry === 'number' ? 1 : entry[1])).join(',');
    for (let vote = 0; vote < Number(whole); vote++) {
      votes.push([String(votes.length), named, ...(kind === 'points' ? [points] : [])]);
    }
  }
  const counted: PabulibMeta = {
    ...meta,
    num_projects: String(ids.length),
    num_votes: String(votes.length),
    budget: String(election.budget ?? 0n),
    vote_type: VOTE_TYPES[kind],
  };
  return {
    meta: table(
      ['key', 'value'],
      Object.entries(counted).map((pair) => [...pair]),
    ),
    projects: table(
      ['project_id', 'cost', 'name'],
      ids.map((id, project) => [id, String(election.costs?.[project] ?? 0n), election.candidates[project]!]),
    ),
    votes: table(['voter_id', 'vote', ...(kind === 'points' ? ['points'] : [])], votes),
  };
}

const table = (columns: readonly string[], rows: readonly string[][]): PabulibTable => ({
  columns,
  rows,
  lines: rows.map((_, row) => row + 1),
});

const malformed = (line: number, fault: string): TallyRefusal =>
  refuseTally('MALFORMED_CASE', `Line ${line}: ${fault}.`, [`line ${line}`]);
