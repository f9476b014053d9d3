/**
 * Work that falls due by the clock: closing polls, taking force, sealing. Every instance asks every second; what is
 * due is decided by the database inside the duty's own transaction, so that asking twice, late, or from six processes
 * at once changes nothing. Each has a round of its own: one that takes minutes, as the count of a large poll, keeps no
 * other waiting.
 */
export interface Duty {
  readonly name: string;
  /** The duty whose work it takes up: in a round of all it comes after it, whichever registered first. */
  readonly after?: string;
  readonly run: () => Promise<unknown>;
}

export class Duties {
  private readonly duties: Duty[] = [];
  private readonly timers = new Map<Duty, NodeJS.Timeout>();
  private readonly running = new Map<Duty, Promise<void>>();
  private isStopped = false;

  constructor(private readonly onFailure: (duty: string, error: unknown) => void) {}

  register(duty: Duty): void {
    this.duties.push(duty);
  }

  /** Runs every duty once, those last that take up the work of others; one that fails does not keep the others from running. */
  async runAll(): Promise<void> {
    const isFirst = ({ after }: Duty): boolean => after === undefined;
    const inOrder = [...this.duties.filter(isFirst), ...this.duties.filter((duty) => !isFirst(duty))];
    for (const duty of inOrder) await this.run(duty);
  }

  /** Asks each again `everyMs` after it has ended, whatever the others are at. */
  start(everyMs = 1_000): void {
    for (const duty of this.duties) this.askAgain(duty, everyMs);
  }

  /** Stops asking, and waits for what is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.running.values());
  }

  private askAgain(duty: Duty, everyMs: number): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      this.running.set(
        duty,
        this.run(duty).then(() => this.askAgain(duty, everyMs)),
      );
    }, everyMs);
    this.timers.set(duty, timer);
  }

  private async run(duty: Duty): Promise<void> {
    try {
      await duty.run();
    } catch (error) {
      this.onFailure(duty.name, error);
    }
  }
}
