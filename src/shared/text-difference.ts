/** A line of a changed text: still there, gone, or new. */
export interface ChangedLine {
  readonly change: 'kept' | 'removed' | 'added';
  readonly line: string;
}

/** Above so many comparisons the middle of a text counts as rewritten. */
const mostComparisons = 4_000_000;

/**
 * The difference of two texts line by line, with as many lines kept as can be (longest common subsequence; Hunt and
 * McIlroy 1976 state the problem). Equal beginnings and ends are set aside first, since most changes are small.
 */
export function textDifference(before: string, after: string): ChangedLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < fresh.length - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  )
    tail++;
  return [
    ...old.slice(0, head).map(as('kept')),
    ...middleDifference(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...old.slice(old.length - tail).map(as('kept')),
  ];
}

const as =
  (change: ChangedLine['change']) =>
  (line: string): ChangedLine => ({ change, line });

function middleDifference(old: readonly string[], fresh: readonly string[]): ChangedLine[] {
  if (old.length * fresh.length > mostComparisons)
    return [...old.map(as('removed')), ...fresh.map(as('added'))];
  const width = fresh.length + 1;
  // common[i * width + j]: how many lines the rests of both texts from i and j on have in common.
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === fresh[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const lines: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ change: 'kept', line: old[i]! });
      i++;
      j++;
    } else if (
      i < old.length &&
      (j === fresh.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      lines.push({ change: 'removed', line: old[i++]! });
    } else lines.push({ change: 'added', line: fresh[j++]! });
  }
  return lines;
}
