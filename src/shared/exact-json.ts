/**
 * JSON read as it is written. `JSON.parse` keeps the last of two fields with one name and reads
 * `0.99999999999999999999` as 1: of a file that is voted on or computed from, neither may happen in silence.
 */
export type ExactJson =
  | { readonly value: unknown }
  /** Not JSON at all. */
  | { readonly problem: string }
  /** JSON, but a sentence for each field that is there twice and each number that would become another. */
  | { readonly faults: readonly string[] };

const maxFaults = 50;

export function readExactJson(text: string): ExactJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'it cannot be parsed' };
  }
  const faults = faultsIn(text);
  return faults.length > 0 ? { faults } : { value };
}

/** An object or a list that is being read, and the place reached in it. */
interface Open {
  /** The fields so far; null for a list. */
  readonly fields: Set<string> | null;
  at: string | number;
  /** Whether the next string is the name of a field. */
  expectsName: boolean;
}

const quote = 34;
const backslash = 92;

/** One look at every character of a text that is known to be JSON; it calls nothing again, however deep it is. */
function faultsIn(text: string): readonly string[] {
  const faults: string[] = [];
  const open: Open[] = [];
  const numberHere = /-?\d[\d.eE+-]*/y;
  for (let place = 0; place < text.length && faults.length < maxFaults; place += 1) {
    const code = text.charCodeAt(place);
    const inner = open.at(-1);
    if (code === quote) {
      const end = endOfString(text, place);
      if (inner?.expectsName) nameField(inner, text.slice(place, end + 1), open, faults);
      place = end;
    } else if (code === 123) open.push({ fields: new Set(), at: '', expectsName: true });
    else if (code === 91) open.push({ fields: null, at: 0, expectsName: false });
    else if (code === 125 || code === 93) open.pop();
    else if (code === 44 && inner) {
      if (inner.fields) inner.expectsName = true;
      else inner.at = (inner.at as number) + 1;
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      numberHere.lastIndex = place;
      const written = numberHere.exec(text)![0];
      if (isAnother(written))
        faults.push(`${pathOf(open)}: ${written.slice(0, 60)} is not exact as a number: write it as text`);
      place += written.length - 1;
    }
  }
  return faults;
}

function nameField(inner: Open, written: string, open: readonly Open[], faults: string[]): void {
  const name = JSON.parse(written) as string;
  inner.at = name;
  inner.expectsName = false;
  if (inner.fields!.has(name)) faults.push(`${pathOf(open)}: is there twice`);
  inner.fields!.add(name);
}

function endOfString(text: string, start: number): number {
  for (let place = start + 1; ; place += 1) {
    const code = text.charCodeAt(place);
    if (code === backslash) place += 1;
    else if (code === quote) return place;
  }
}

/** A number that reads as a whole one without being written as one, or is longer than a number can hold. */
function isAnother(written: string): boolean {
  const read = Number(written);
  if (!Number.isFinite(read)) return true;
  if (!/[.eE]/.test(written)) return !Number.isSafeInteger(read);
  return Number.isSafeInteger(read) && !/^-?\d+\.0+$/.test(written);
}

const pathOf = (open: readonly Open[]): string =>
  open
    .slice(-20)
    .map(({ at }) => (typeof at === 'number' ? `[${at}]` : `.${at.slice(0, 60)}`))
    .join('')
    .replace(/^\./, '') || 'the file';
