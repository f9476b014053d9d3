import { parentPort } from 'node:worker_threads';
import { checkCases } from '../properties/case-property.js';
import { trustedClaims, type Subject } from './trusted-claims.js';

/** Some cases of one claim, checked apart from the others. */
export interface Piece {
  readonly subject: Subject;
  readonly claim: number;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}
export interface Checked {
  readonly piece: Piece;
  readonly met: number;
  readonly counterexample: string | null;
}

parentPort?.on('message', (piece: Piece) => {
  const property = trustedClaims(piece.subject)[piece.claim]!;
  checkCases(property, piece).then(
    (met) => parentPort!.postMessage({ piece, met, counterexample: null } satisfies Checked),
    (error: unknown) => {
      const counterexample = error instanceof Error ? error.message : String(error);
      parentPort!.postMessage({ piece, met: 0, counterexample } satisfies Checked);
    },
  );
});
