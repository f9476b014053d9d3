import { sha256 } from '../../shared/canonical-json.js';
import { marksText, type BallotMarks } from './ballots/ballot-marks.js';

/**
 * The check code of a ballot: what its elector finds again in the published list of counted ballots.
 *
 * It commits to poll, membership, revision and marks, so that one code cannot be handed to two electors who voted
 * alike. All of these can be guessed by others; a random `secret` that only the receipt carries is therefore hashed
 * with them: who does not hold it can neither compute the code nor link a listed ballot to a member. The database
 * computes the same text when it takes the ballot, because only there the revision is known.
 *
 * A receipt proves how its holder voted. For polls where nobody may be able to prove that, another method is needed.
 */
export interface ReceiptFacts {
  readonly pollId: string;
  readonly membershipId: string;
  readonly revision: number;
  readonly marks: BallotMarks;
  readonly secret: string;
}

export const checkCodeOf = (receipt: ReceiptFacts): string =>
  sha256(
    [
      'rochdale/ballot/v2',
      receipt.pollId,
      receipt.membershipId,
      String(receipt.revision),
      marksText(receipt.marks),
      receipt.secret,
    ].join('\n'),
  );

/** One counted ballot as it is published: no person, no class, no time. */
export interface CountedBallot {
  readonly checkCode: string;
  readonly marks: BallotMarks;
  readonly weightMillionths: bigint;
}

/**
 * SHA-256 over the counted ballots, one line each (`code marks weight`, the marks in their one spelling), in byte order:
 * what a result commits to. Codes are random, so their order says nothing about who voted when.
 */
export const ballotsHashOf = (ballots: readonly CountedBallot[]): string =>
  sha256(
    ballots
      .map((ballot) => `${ballot.checkCode} ${marksText(ballot.marks)} ${ballot.weightMillionths}\n`)
      .sort()
      .join(''),
  );
