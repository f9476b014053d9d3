/**
 * Waits for SIGTERM or SIGINT (Ctrl-C), then stops in good order; a second signal ends the process at once. An
 * embedded database left running by that is taken over, or recovered, by the next start.
 */
export async function untilAskedToStop(
  stop: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const force = (): void => process.exit(1);
  await new Promise<void>((resolve) => {
    const first = (): void => {
      for (const signal of signals) process.off(signal, first).on(signal, force);
      resolve();
    };
    for (const signal of signals) process.on(signal, first);
  });
  say('Stopping: requests under way are answered first. Once more to stop at once.');
  await stop();
  for (const signal of signals) process.off(signal, force);
}
