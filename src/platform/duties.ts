/**
 * Work that falls due by the clock: closing polls, taking force, sealing. Every instance asks every second; what is
 * due is decided by the database inside the duty's own transaction, so that asking twice, late, or from six processes
 * at once changes nothing.
 */
export interface Duty {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export class Duties {
  private readonly duties: Duty[] = [];
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly onFailure: (duty: string, error: unknown) => void) {}

  register(duty: Duty): void {
    this.duties.push(duty);
  }

  /** Runs every duty once, in order of registration; one that fails does not keep the others from running. */
  async runAll(): Promise<void> {
    for (const duty of this.duties) {
      try {
        await duty.run();
      } catch (error) {
        this.onFailure(duty.name, error);
      }
    }
  }

  /** Asks again `everyMs` after the last round has ended. */
  start(everyMs = 1_000): void {
    const next = (): void => {
      this.timer = setTimeout(() => {
        this.running = this.runAll().then(() => {
          if (this.timer !== null) next();
        });
      }, everyMs);
    };
    next();
  }

  /** Stops asking, and waits for the round under way. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.running;
  }
}
