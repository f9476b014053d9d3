import { formatAmount, minorDigits } from '../../shared/money.js';
import type { SharedSurplus } from '../welcome.reading.js';

/** What of a run is the viewer's, as they read it: what they get, or bear of a loss. */
export function whatIsMine({ myLines, currency }: SharedSurplus): string {
  const sum = (borne: boolean): bigint =>
    (myLines ?? [])
      .filter(({ part }) => (part === 'LOSS') === borne)
      .reduce((all, { amountMinor }) => all + BigInt(amountMinor), 0n);
  const written = (amount: bigint): string =>
    `${formatAmount(amount, minorDigits(currency) ?? 0)} ${currency}`;
  const [mine, borne] = [sum(false), sum(true)];
  if (borne > 0n) return `you would bear ${written(borne)}`;
  return mine === 0n ? 'nothing of it would be yours' : `yours would be ${written(mine)}`;
}

/** The viewer's line of a run and why, and a question about it, as requests to the API; each is sent by its name. */
export const runToTry = ({ id, name }: SharedSurplus, key: string): string =>
  [
    `# ${name.replace(/\s+/g, ' ')}: send one of these at a time`,
    'query Mine {',
    `  memberStatement(runId: "${id}") { heldMinor sentences(language: EN) }`,
    `  distributionRun(id: "${id}") { myLines { pool amountMinor leastMinor forms { form amountMinor }`,
    '    why { bases { basis quantity total } share exactMinor roundedUp lotDecided } } }',
    '}',
    'mutation Respond {',
    '  respondToRun(input: {',
    `    runId: "${id}"`,
    `    idempotencyKey: "${key}"`,
    '    kind: QUESTION # or AGREEMENT, or OBJECTION',
    '    about: LINE # or RECORD with basis and claimedQuantity, or RULE with rule',
    '    body: "Write it here."',
    '  }) {',
    '    ... on RunResponded { responseId }',
    '    ... on RespondToRunRefused { message details }',
    '  }',
    '}',
  ].join('\n');
