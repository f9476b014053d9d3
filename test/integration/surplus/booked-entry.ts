/** Of a rendered ledger the lines of the entry with this narration, credits with a minus. */
export function entryIn(table: string, narration: string): string[] {
  const all = table.split('\n');
  const lines = all.slice(all.findIndex((line) => line.endsWith(`  ${narration}`)) + 1);
  const end = lines.findIndex((line) => !line.startsWith('  '));
  return lines.slice(0, end).map((line) => {
    const [path, amount] = line.trim().split(/\s+/);
    const isDebit = line.indexOf(amount!) + amount!.length < endOfDebits(all);
    return `${path} ${isDebit ? '' : '-'}${amount}`;
  });
}

/** The last line sums both columns: the first of its amounts ends where debits end. */
function endOfDebits(table: readonly string[]): number {
  const sum = table.at(-1)!;
  const amount = sum.trim().split(/\s+/)[2]!;
  return sum.indexOf(amount) + amount.length + 1;
}
