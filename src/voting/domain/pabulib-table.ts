/** One table of a `.pb` file: its column names and rows, all as text, and the line on which each row starts. */
export interface PabulibTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** What is wrong with a text, and on which line. */
export interface TableFault {
  readonly line: number;
  readonly fault: string;
}

interface Record {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Splits text into records of cells: `;` between cells, one record per line, a cell in double quotes may hold
 * both (a quote inside is doubled). Quotes inside an unquoted cell are taken as they are. Lines of nothing but
 * blanks are left out.
 */
export function splitRecords(text: string): Record[] | TableFault {
  const records: Record[] = [];
  let [at, line] = [text.startsWith('\ufeff') ? 1 : 0, 1];
  while (at < text.length) {
    const startLine = line;
    const cells: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        const end = closingQuote(text, at);
        if (end < 0) return { line: startLine, fault: 'a quoted field is never closed' };
        cell = text.slice(at + 1, end).replaceAll('""', '"');
        line += cell.split('\n').length - 1;
        at = end + 1;
        if (at < text.length && !/[;\r\n]/.test(text[at]!)) {
          return { line, fault: 'a quoted field is followed by something else than ";"' };
        }
      }
      const rest = /[;\n]/g;
      rest.lastIndex = at;
      const end = rest.exec(text)?.index ?? text.length;
      cells.push((cell + text.slice(at, end)).replace(/\r$/, ''));
      at = end + 1;
      if (text[end] !== ';') break;
    }
    line++;
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line: startLine, cells });
  }
  return records;
}

function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

/** A record as text; cells that need it are quoted. */
export const joinCells = (cells: readonly string[]): string =>
  cells.map((cell) => (/[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';');

/** Groups records into sections: a record of one known name opens a section, the next one names its columns. */
export function splitSections(
  records: readonly Record[],
  names: readonly string[],
): Map<string, PabulibTable> | TableFault {
  const sections = new Map<string, { columns: readonly string[]; rows: string[][]; lines: number[] }>();
  let open: { columns: readonly string[]; rows: string[][]; lines: number[] } | null = null;
  let awaitsColumns: string | null = null;
  for (const { line, cells } of records) {
    const name = cells.length === 1 ? cells[0]!.trim().toUpperCase() : '';
    if (names.includes(name)) {
      if (sections.has(name)) return { line, fault: `the section ${name} is there twice` };
      awaitsColumns = name;
    } else if (awaitsColumns !== null) {
      open = { columns: cells.map((cell) => cell.trim()), rows: [], lines: [] };
      if (new Set(open.columns).size !== cells.length)
        return { line, fault: 'two columns have the same name' };
      sections.set(awaitsColumns, open);
      awaitsColumns = null;
    } else if (open === null) {
      return { line, fault: `a file begins with one of ${names.join(', ')}` };
    } else if (cells.length > open.columns.length) {
      return { line, fault: `${cells.length} fields under ${open.columns.length} columns` };
    } else {
      open.rows.push(open.columns.map((_, column) => cells[column] ?? ''));
      open.lines.push(line);
    }
  }
  return sections;
}
