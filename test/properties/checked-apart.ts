import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { compiled } from '../support/compiled-tree.js';
import type { Checked, Piece } from '../trust/trust-worker.js';
import { trustedClaims, type Subject } from '../trust/trusted-claims.js';
import { nameOf, type CaseProperty } from './case-property.js';

const seed = 2026;
/** Ten thousand cases take the time they take on a busy machine. */
const patienceMs = 600_000;

/** Checks claims on generated cases in a thread of plain Node: in the sandbox of Jest the same arithmetic takes twice as long. */
export class CheckedApart {
  private readonly worker = new Worker(compiled('test/trust/trust-worker.js'), { env: {}, execArgv: [] });

  constructor(private readonly subject: Subject) {}

  /** Throws at a counterexample, and where too few of the cases met the condition of the claim. */
  async holds(property: CaseProperty, count: number): Promise<void> {
    const claim = trustedClaims(this.subject).indexOf(property);
    const piece: Piece = { subject: this.subject, claim, seed, from: 0, count };
    const { met, counterexample } = await this.checked(piece);
    if (counterexample !== null) throw new Error(counterexample);
    if (met < count / (property.meetsOneIn ?? 1))
      throw new Error(`${nameOf(property)}: only ${met} of ${count} cases put it to the test.`);
  }

  private async checked(piece: Piece): Promise<Checked> {
    this.worker.postMessage(piece);
    for (;;) {
      const [checked] = (await once(this.worker, 'message')) as [Checked];
      // The answer to a claim whose test was given up may come late.
      if (checked.piece.claim === piece.claim) return checked;
    }
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

/** A test for each of these claims, over so many cases. */
export function itHolds(
  subject: Subject,
  cases: readonly (readonly [readonly CaseProperty[], number])[],
): void {
  let apart: CheckedApart;
  beforeAll(() => {
    apart = new CheckedApart(subject);
  });
  afterAll(() => apart.stop());
  for (const [properties, count] of cases)
    for (const property of properties)
      it(`${nameOf(property)} (${count} cases)`, () => apart.holds(property, count), patienceMs);
}
