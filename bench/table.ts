import type { Row } from './figure.js';

/** One line a figure: figure · Rochdale · limit · ratio · goal. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.figure,
    `${shown(row.rochdale)} ${row.unit}`,
    `${shown(row.limit)} (${row.limitIs})`,
    `${shown(row.ratio)}×`,
    row.reached === null ? row.goal : `${row.goal} ${row.reached ? 'reached' : 'MISSED'}`,
    row.note ?? '',
  ]);
  return aligned([['figure', 'Rochdale', 'limit', 'ratio', 'goal', ''], ...cells]);
}

/**
 * One line a size: figure · size · Rochdale · limit · how many times both have grown from the smallest size · the one over
 * the other. Above 1 the count grows faster than one pass over the same ballots. Empty where nothing was measured so.
 */
export function growthTableOf(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ figure, growth = [], unit }) =>
    growth.map((point) => {
      const first = growth.find(({ by }) => by === point.by)!;
      const [grown, limitGrown] = [point.rochdale / first.rochdale, point.limit / first.limit];
      return [
        ...[figure, `${point.size.toLocaleString('en-US')} ${point.by}`],
        ...[`${shown(point.rochdale)} ${unit}`, shown(point.limit)],
        ...[`${shown(grown)}×`, `${shown(limitGrown)}×`, `${shown(grown / limitGrown)}×`],
      ];
    }),
  );
  const head = ['growth', 'size', 'Rochdale', 'limit', 'grown', 'limit grown', 'ratio'];
  return lines.length === 0 ? '' : aligned([head, ...lines]);
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const shown = (value: number): string =>
  value.toLocaleString(
    'en-US',
    value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
