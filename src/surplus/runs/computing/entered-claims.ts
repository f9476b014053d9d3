import { owedBy } from '../../../ledger/ledger.queries.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { Refusal } from '../../../shared/refusal.js';
import { amountInWords } from '../../domain/amount-in-words.js';
import { claimFamilies } from '../../domain/run/run-entry.js';
import type { RunFigures } from '../../domain/run/run-snapshot.js';

const claimsByFact = { debts: claimFamilies.setOff, unpaidShares: claimFamilies.unpaidShares } as const;
type ClaimFact = keyof typeof claimsByFact;

/**
 * What is kept from a member because they owe it must be owed: nobody loses money to a number that was typed in. Less
 * than the books know of may be entered, where not all of it is due. Refuses NOT_IN_THE_BOOKS with both figures.
 */
export async function coveredByBooks(
  tx: Tx,
  { participants }: RunFigures,
  { currency, paidBefore }: { readonly currency: string; readonly paidBefore: ReadonlyMap<string, bigint> },
): Promise<true | Refusal<'NOT_IN_THE_BOOKS'>> {
  const asked = Object.entries(participants).flatMap(([key, facts]) =>
    (Object.keys(claimsByFact) as ClaimFact[])
      .filter((fact) => facts[fact] !== undefined)
      .map((fact) => ({
        ...{ key, fact, path: `${claimsByFact[fact]}:${key}` },
        amountMinor: BigInt(facts[fact] as string | number),
      })),
  );
  if (asked.length === 0) return true;
  const owed = await owedBy(
    tx,
    asked.map(({ path }) => path),
  );
  const inBooks = (path: string): bigint => {
    const amount = (paidBefore.get(path) ?? 0n) - (owed.get(path) ?? 0n);
    return amount > 0n ? amount : 0n;
  };
  const beyond = asked
    .map((one) => ({ ...one, onRecord: inBooks(one.path) }))
    .filter(({ amountMinor, onRecord }) => amountMinor > onRecord);
  return (
    beyond.length === 0 ||
    new Refusal(
      'NOT_IN_THE_BOOKS',
      'More is to be kept from a member than the books say that they owe. Bring the debt into the books first, with its evidence.',
      beyond
        .slice(0, 10)
        .map(
          ({ key, fact, amountMinor, onRecord }) =>
            `${key}: ${fact === 'debts' ? 'debts' : 'unpaid shares'} of ${amountInWords(amountMinor, currency)} are entered, ${amountInWords(onRecord, currency)} are in the books.`,
        ),
    )
  );
}
