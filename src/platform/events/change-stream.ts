/**
 * The changes of one thing for one subscriber. Changes that come while the subscriber is still busy with an earlier
 * one are one change: the next look shows them all, and memory stays flat however slow the reader.
 */
export class ChangeStream implements AsyncIterableIterator<true> {
  private hasChanged = false;
  private isEnded = false;
  private wake: (() => void) | null = null;

  constructor(private readonly onEnd: (stream: ChangeStream) => void) {}

  changed(): void {
    this.hasChanged = true;
    this.wake?.();
  }

  async next(): Promise<IteratorResult<true>> {
    while (!this.hasChanged && !this.isEnded) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    if (this.isEnded) return { done: true, value: undefined };
    this.hasChanged = false;
    return { done: false, value: true };
  }

  async return(): Promise<IteratorResult<true>> {
    if (!this.isEnded) {
      this.isEnded = true;
      this.onEnd(this);
      this.wake?.();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
