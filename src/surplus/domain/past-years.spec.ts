import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';

const year = (of: number, surplus: number, FRO: number) => ({ year: of, surplus, given: { FRO } });
const history = [
  year(2024, 1_000, 300),
  year(2023, -500, 0),
  year(2022, 2_000, 400),
  year(2021, 1_000, 250),
  year(2020, 1_000, 200),
  year(2019, 1_000, 1_000),
];
const losing = (over: Fields = {}) => ({
  loss: 100_000,
  period: { from: '2025-01-01', to: '2025-12-31' },
  balances: { FRO: 90_000, voluntaryReserve: 0, shareCapital: 900_000 },
  participants: [{ key: 'a', bases: { activity: 1 } }],
  history,
  ...over,
});
const ofReserve = (preset: string, over: Fields = {}) =>
  computePrinted({ preset }, losing(over)).result.loss.steps[1].amount as string;

describe('the average part of surplus that a reserve was given', () => {
  it('is of the last five years, of those of them that had a surplus (Ley 27/1999 art 59.2 b)', () => {
    // 30, 20, 25 and 20 per cent.
    expect(ofReserve('ES-general')).toBe('23750');
  });

  it('is of the last five years that had a surplus (Basque Ley 11/2019 art 73.1 b)', () => {
    // 30, 20, 25, 20 and 100 per cent.
    expect(ofReserve('ES-Basque')).toBe('39000');
  });

  it('is told with the years that it is of, and gives way to a rate that is entered', () => {
    const { explain } = computePrinted({ preset: 'ES-general' }, losing());
    expect(explain[0].children[1].parameter).toMatchObject({
      average: '19/80',
      ofYears: [2024, 2022, 2021, 2020],
    });
    expect(ofReserve('ES-general', { rates: { averageToFRO: '10%' } })).toBe('10000');
  });

  it('is never guessed where no year is known, and no year counts twice or from what is to come', () => {
    const refused = (over: Fields) => refusalReason({ preset: 'ES-general' }, losing(over));
    expect(refused({ history: undefined })).toBe('UNKNOWN_BALANCE');
    expect(refused({ history: [history[0], history[0]] })).toBe('DUPLICATE_ENTRY');
    expect(ofReserve('ES-general', { history: [history[0], year(2025, 1, 1), year(2026, 1, 1)] })).toBe(
      '30000',
    );
  });
});
