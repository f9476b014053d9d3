import type { Row } from './figure.js';

/** One line a figure: figure · Rochdale · limit · ratio · goal. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.figure,
    `${shown(row.rochdale)} ${row.unit}`,
    `${shown(row.limit)} (${row.limitIs})`,
    `${shown(row.ratio)}×`,
    `${row.goal} ${row.reached ? 'reached' : 'MISSED'}`,
    row.note ?? '',
  ]);
  const head = ['figure', 'Rochdale', 'limit', 'ratio', 'goal', ''];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...cells].map((line) => (line[column] ?? title).length)),
  );
  return [head, ...cells]
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
