import fc from 'fast-check';
import { Ratio } from '../../../shared/ratio.js';
import { accelerate, wholeMonths, type OpenInstalment } from './acceleration.js';
import { lossLines, settlementLines, type SettledLot } from './exit-entry.js';

const lots: readonly SettledLot[] = [
  { path: 'equity:share-capital:m005', year: null, balanceMinor: 10_000n },
  { path: 'equity:allocated:2023:m005', year: 2023, balanceMinor: 3_000n },
  { path: 'equity:allocated:2022:m005', year: 2022, balanceMinor: 2_000n },
];
const leaver = { partyId: 'p', key: 'm005', lossDebt: 0n, debt: 0n };
const none = { losses: 0n, deduction: 0n, discount: 0n, setOff: 0n, lossOwed: 0n };
const short = (lines: readonly { path: string; amountMinor: bigint }[]) =>
  lines.map(({ path, amountMinor }) => [path, amountMinor]);

describe('a settlement on leaving, as it is booked', () => {
  it('takes a loss from what was retained longest, and from shares last', () => {
    const lines = lossLines(lots, leaver, { ...none, losses: 6_000n }, 2025);
    expect(short(lines)).toEqual([
      ['equity:share-capital:m005', 1_000n],
      ['equity:allocated:2023:m005', 3_000n],
      ['equity:allocated:2022:m005', 2_000n],
      ['equity:loss-carryforward:2025', -6_000n],
    ]);
  });
  it('makes a debt of the loss that the lots cannot bear', () => {
    const lines = lossLines(lots, leaver, { ...none, losses: 15_000n, lossOwed: 500n }, 2025);
    expect(short(lines).slice(-2)).toEqual([
      ['assets:receivable:member-loss:m005', 500n],
      ['equity:loss-carryforward:2025', -15_500n],
    ]);
  });
  it('empties every lot into deduction, discount, debts and what is payable', () => {
    const amounts = { ...none, deduction: 2_000n, discount: 100n, setOff: 900n };
    const payees = [{ partyId: 'p', key: 'm005', amount: 12_000n }];
    expect(short(settlementLines(lots, { ...leaver, lossDebt: 500n }, amounts, payees)).slice(3)).toEqual([
      ['equity:reserve:legal', -2_000n],
      ['equity:reserve:indivisible', -100n],
      ['assets:receivable:member-loss:m005', -500n],
      ['assets:clearing:set-off', -400n],
      ['liabilities:redemption-payable:m005', -12_000n],
    ]);
  });
  it('pays off a debt of the books before the clearing account of the general ones', () => {
    const amounts = { ...none, setOff: 900n };
    const payees = [{ partyId: 'p', key: 'm005', amount: 14_100n }];
    const settled = settlementLines(lots, { ...leaver, lossDebt: 500n, debt: 300n }, amounts, payees);
    expect(short(settled).slice(3)).toEqual([
      ['assets:receivable:member-loss:m005', -500n],
      ['assets:receivable:member-debt:m005', -300n],
      ['assets:clearing:set-off', -100n],
      ['liabilities:redemption-payable:m005', -14_100n],
    ]);
  });
  it('balances whatever the figures are', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 8 }),
        amount,
        amount,
        amount,
        (held, a, b, debt) => {
          const some = held.map((balanceMinor, year) => ({
            path: `equity:allocated:${2000 + year}:m`,
            year,
            balanceMinor,
          }));
          const total = held.reduce((sum, one) => sum + one, 0n);
          const losses = a < total ? a : total;
          const setOff = b < total - losses ? b : total - losses;
          const amounts = { ...none, losses, setOff, lossOwed: a - losses };
          const payees = [{ partyId: 'p', key: 'm005', amount: total - losses - setOff }];
          const sum = (lines: readonly { amountMinor: bigint }[]) =>
            lines.reduce((s, l) => s + l.amountMinor, 0n);
          expect(sum(lossLines(some, leaver, amounts, 2025))).toBe(0n);
          expect(sum(settlementLines(some, { ...leaver, lossDebt: debt, debt: b }, amounts, payees))).toBe(
            0n,
          );
        },
      ),
    );
  });
});

describe('payments that are brought forward', () => {
  const instalment = (dueOn: string, principal: bigint, interest: bigint, key = 'm005'): OpenInstalment => ({
    ...{ partyId: key, key, dueOn, principal, interest },
  });
  const rule = {
    rate: Ratio.of(3n, 100n),
    on: 'outstanding',
    leftOn: '2026-01-31',
    lastDueOn: null,
  } as const;
  it('are one instalment for each payee, with interest for the whole months passed', () => {
    const open = [instalment('2027-01-31', 10_000n, 600n), instalment('2028-01-31', 10_000n, 300n)];
    expect(accelerate(open, '2026-08-15', rule)).toEqual([instalment('2026-08-15', 20_000n, 300n)]);
  });
  it('keep the interest agreed for what was due already', () => {
    const open = [instalment('2026-06-30', 10_000n, 125n), instalment('2027-06-30', 10_000n, 300n)];
    const on = accelerate(open, '2026-12-30', { ...rule, lastDueOn: '2026-06-30' });
    expect(on).toEqual([instalment('2026-12-30', 20_000n, 275n)]);
  });
  it('count whole months', () => {
    expect(wholeMonths('2026-01-31', '2026-02-28')).toBe(0);
    expect(wholeMonths('2026-01-15', '2027-01-15')).toBe(12);
    expect(wholeMonths('2026-05-01', '2026-04-01')).toBe(0);
  });
});
