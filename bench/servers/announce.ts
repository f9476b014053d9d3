/** Tells the process that started this one where it listens, and ends in good order when asked to. */
export function announce(address: string | { port: number } | null, stop: () => Promise<unknown>): void {
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  console.log(`listening ${address.port}`);
  process.once('SIGTERM', () => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

/** A setting that the process was started with. */
export function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** Connections of every server that is measured. */
export const poolSize = 10;
