import type { Json } from '../../../src/shared/canonical-json.js';
import type { Checkpoints, KeptPass } from '../../../src/surplus/domain/streamed/checkpoints.js';
import { type LineSink } from '../../../src/surplus/domain/streamed/passes.js';
import { type StreamedLine } from '../../../src/surplus/domain/streamed/streamed-line.js';
import { type Chance } from '../../support/generated-elections.js';

/** Keeps what a computation says at every other batch, as JSON, and dies now and then, as a process that is killed. */
export class DyingProcess implements Checkpoints {
  current: KeptPass | null = null;
  private readonly done = new Map<number, Json>();
  readonly lines: StreamedLine[] = [];
  private lives: number;
  constructor(private readonly chance: Chance) {
    this.lives = chance.oneIn(4) ? 1 + chance.below(6) : 0;
  }

  private mayDie(): void {
    if (this.lives > 0 && this.chance.oneIn(9)) {
      this.lives -= 1;
      throw new Killed();
    }
  }

  ended = (pass: number): Json | undefined => this.done.get(pass);

  async during(pass: number, after: string | null, seen: () => Json): Promise<void> {
    if (this.lives > 0 && this.chance.oneIn(2)) this.current = this.kept({ pass, after, seen: seen() });
    this.mayDie();
  }

  async end(pass: number, seen: () => Json): Promise<void> {
    this.mayDie();
    if (this.lives > 0) this.done.set(pass, this.kept(seen()));
    this.passes = pass;
  }
  private passes = 0;

  sink: LineSink = async (lines, { after, seen }) => {
    this.mayDie();
    this.lines.push(...lines);
    if (after !== null) this.current = this.kept({ pass: this.passes + 1, after, seen: seen() });
    if (after !== null) this.mayDie();
  };

  private kept<T>(value: T): T {
    return JSON.parse(JSON.stringify(value)) as T;
  }
}
export class Killed extends Error {}
