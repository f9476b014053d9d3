/**
 * Whoever reads what a command prints may have enough of it, as `head` does. Then nobody is left to write for: the
 * command ends its work in order, says nothing, and nothing is wrong.
 */
export function endWhenNobodyReads(): void {
  process.stdout.on('error', (error) => {
    if (!isUnread(error)) throw error;
  });
}

/** Writes a part and waits until it has gone out; throws what `isUnread` knows when nobody reads any more. */
export const toStandardOutput = (part: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(part, (error) => (error ? reject(error) : resolve()));
  });

export const isUnread = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(String(error.code));
