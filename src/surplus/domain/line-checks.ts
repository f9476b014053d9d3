import { Ratio } from '../../shared/ratio.js';
import { everyForm } from './choices.js';
import type { Check, Policy } from './input/policy-schema.js';
import type { Participant } from './input/snapshot-schema.js';
import type { PoolLine } from './pool.js';
import { quantityOf } from './weights.js';

/** Everything one participant gets, pool by pool. */
export interface OwnLines {
  readonly participant: Participant | null;
  readonly lines: readonly PoolLine[];
}

/**
 * How many times one participant fails a check of lines: by line, or once for all of theirs. Others: never. Of
 * `basisOnRecord` and `classOnRecord`, which fail for all together, whether this one has something of the basis, is of
 * the class.
 */
export function failuresOf(check: Check, { participant, lines }: OwnLines): number {
  const rate = check.rate ?? Ratio.one;
  if (check.kind === 'cashAtLeast') return lines.filter((line) => isShortOfCash(line, check)).length;
  if (check.kind === 'seniorityAtMost')
    return lines.filter(({ seniority }) => rate.isLessThan(seniority)).length;
  if (check.kind === 'claimsPaidOnce') return participant && paysTwice(participant, lines) ? 1 : 0;
  if (check.kind === 'classOnRecord') return participant?.class === check.names![0] ? 1 : 0;
  if (check.kind === 'basisOnRecord')
    return participant?.bases?.get(check.names![0]!)?.isZero() === false ? 1 : 0;
  if (check.kind !== 'perMemberAtMost' || !participant) return 0;
  const all = lines.reduce((sum, { units }) => sum + units, 0n);
  return rate.times(quantityOf(participant, check.of?.[0] ?? '')).isLessThan(Ratio.of(all)) ? 1 : 0;
}

/** Whether several pools together keep back more than somebody owes. */
function paysTwice(
  { debts = 0n, unpaidShares = 0n, lossOwed = 0n }: Participant,
  lines: readonly PoolLine[],
): boolean {
  const parts = lines.flatMap(({ forms }) => forms);
  const sumOf = (form: string) =>
    parts.reduce((sum, part) => (part.form === form ? sum + part.amount : sum), 0n);
  return sumOf('setOff') > debts || sumOf('unpaidShares') > unpaidShares || sumOf('ownLosses') > lossOwed;
}

/** Each pool sees the whole of what somebody owes: where several pay it off, this tells of it. */
const claimsPaidOnce: Check = {
  id: 'claims',
  kind: 'claimsPaidOnce',
  severity: 'warn',
  article: 'the books',
  message: 'What is owed is paid off by several pools; the books take it once, and the rest is money.',
};

/** The check of a policy of which more than one pool pays off the same kind of claim. */
export function checksOfClaims({ waterfall }: Policy): readonly Check[] {
  const paying = (form: string) =>
    (waterfall?.pools ?? []).filter((pool) => everyForm(pool).some((one) => one.form === form)).length;
  return ['setOff', 'unpaidShares', 'ownLosses'].some((form) => paying(form) > 1) ? [claimsPaidOnce] : [];
}

function isShortOfCash({ units, forms }: PoolLine, { rate }: Check): boolean {
  const cash = forms.filter(({ form }) => form === 'cash').reduce((sum, { amount }) => sum + amount, 0n);
  return cash < (rate ?? Ratio.zero).times(Ratio.of(units)).ceil();
}
