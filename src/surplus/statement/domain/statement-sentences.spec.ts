import { statementSentences, type StatementFacts } from './statement-sentences.js';

const nothing = { paidMinor: 0n, preparedMinor: 0n, owedMinor: 0n, owedBackMinor: 0n, dueOn: null };
const profit: StatementFacts = {
  currency: 'EUR',
  period: '2024',
  resultMinor: 1_200_001n,
  surplusMinor: 1_200_001n,
  allocatedMinor: 525_406n,
  borneMinor: 0n,
  ownPart: '525406/1200001',
  ...{ heldMinor: 0n, settledMinor: null },
  forms: [
    { form: 'cash', kind: null, year: null, amountMinor: 210_162n },
    { form: 'retained', kind: null, year: 2024, amountMinor: 315_244n },
  ],
  leftOut: [],
  joinedOn: null,
  leftOn: null,
  standing: 'booked',
  postedOn: '2025-05-21',
  payment: { ...nothing, owedMinor: 210_162n, preparedMinor: 210_000n, dueOn: '2025-06-01' },
  unclaimed: { afterDays: 1095, becomes: 'reserve' },
  capital: { on: '2024-12-31', openingMinor: 10_000n, closingMinor: 12_000n },
  addedToCapitalMinor: 315_244n,
};
const zero: StatementFacts = {
  ...{ ...profit, resultMinor: 0n, surplusMinor: 0n, allocatedMinor: 0n, ownPart: null, forms: [] },
  ...{ payment: nothing, standing: 'open', postedOn: null },
};
const loss: StatementFacts = {
  ...{ ...zero, resultMinor: -100_000n, borneMinor: 13_135n, ownPart: '2627/20000' },
  forms: [
    { form: 'fromBalance', kind: null, year: null, amountMinor: 10_000n },
    { form: 'owed', kind: null, year: null, amountMinor: 3_135n },
  ],
};

describe('a statement in sentences', () => {
  it('of a year with a profit', () => {
    expect(statementSentences(profit, 'en')).toEqual([
      'The cooperative ended 2024 with a result of 12000.01 EUR.',
      'Of the surplus of 12000.01 EUR, 5254.06 EUR is yours (43.78%).',
      'Of it: 2101.62 EUR is paid out, 3152.44 EUR is kept on your capital account (2024).',
      'It is in the books since 2025-05-21.',
      '2100.00 EUR is on its way to you, due on 2025-06-01.',
      '1.62 EUR is still to be paid.',
      'What you do not take within 1095 days of being able to goes to a reserve.',
      'Your capital went from 100.00 EUR to 120.00 EUR at the end of 2024-12-31.',
      '3152.44 EUR was added to it on 2025-05-21.',
    ]);
    expect(statementSentences(profit, 'es')).toEqual([
      'La cooperativa cerró 2024 con un resultado de 12000,01 EUR.',
      'Del excedente de 12000,01 EUR te corresponden 5254,06 EUR (43,78 %).',
      'De ello: 2101,62 EUR se te pagan, 3152,44 EUR quedan en tu cuenta de capital (2024).',
      'Está en los libros desde el 2025-05-21.',
      '2100,00 EUR están en camino, con fecha 2025-06-01.',
      'Quedan por pagar 1,62 EUR.',
      'Lo que no cobres en 1095 días desde que puedas hacerlo pasa a una reserva.',
      'Tu capital pasó de 100,00 EUR a 120,00 EUR al cierre del 2024-12-31.',
      'A él se sumaron 3152,44 EUR el 2025-05-21.',
    ]);
  });

  it('what is owed back, where a correction gave less than had been paid', () => {
    const owing = { ...profit, payment: { ...nothing, paidMinor: 111_249n, owedBackMinor: 66_749n } };
    expect(statementSentences(owing, 'en')).toEqual(
      expect.arrayContaining([
        '1112.49 EUR has been paid.',
        'You owe 667.49 EUR back: a correction gave you less than you had got.',
      ]),
    );
    expect(statementSentences(owing, 'es')).toContain(
      'Debes devolver 667,49 EUR: una corrección te dio menos de lo que ya tenías.',
    );
  });

  it('while disputes hold something back, and once they have ended otherwise', () => {
    const held = { ...profit, heldMinor: 5_000n };
    expect(statementSentences(held, 'en')[3]).toBe(
      '50.00 EUR of it is held back until disputes about records have ended.',
    );
    expect(statementSentences(held, 'es')[3]).toBe(
      'De ello, 50,00 EUR quedan retenidos hasta que terminen las disputas sobre los registros.',
    );
    const settled = { ...profit, settledMinor: 530_000n };
    expect(statementSentences(settled, 'en')[3]).toBe(
      'Disputes about records have ended since: 5300.00 EUR is yours.',
    );
    expect(statementSentences(settled, 'es')[3]).toBe(
      'Desde entonces han terminado las disputas sobre los registros: te corresponden 5300,00 EUR.',
    );
  });

  it('of a year that came to nothing', () => {
    expect(statementSentences(zero, 'en').slice(0, 2)).toEqual([
      'The cooperative ended 2024 with neither gain nor loss: there is nothing to share.',
      'The members have not decided on it yet.',
    ]);
    expect(statementSentences(zero, 'es').slice(0, 2)).toEqual([
      'La cooperativa cerró 2024 sin ganancia ni pérdida: no hay nada que repartir.',
      'La asamblea aún no ha decidido.',
    ]);
  });

  it('of a year with a loss', () => {
    expect(statementSentences(loss, 'en').slice(0, 3)).toEqual([
      'The cooperative ended 2024 with a loss of 1000.00 EUR.',
      'You bear 131.35 EUR of the loss (13.14%).',
      'Of it: 100.00 EUR is claimed against your capital, 31.35 EUR is owed beyond it.',
    ]);
    expect(statementSentences(loss, 'es').slice(0, 3)).toEqual([
      'La cooperativa cerró 2024 con una pérdida de 1000,00 EUR.',
      'De la pérdida te corresponden 131,35 EUR (13,14 %).',
      'De ello: 100,00 EUR se imputan a tu capital, 31,35 EUR se deben además de él.',
    ]);
    expect(statementSentences({ ...loss, borneMinor: 0n, forms: [] }, 'en')[1]).toBe(
      'None of the loss falls on you.',
    );
  });

  it('of somebody whom a rule leaves out, with the dates it goes by', () => {
    const out = { pool: 'members', rule: 'joined in the period' };
    const facts = { ...profit, allocatedMinor: 0n, forms: [], leftOut: [out], joinedOn: '2024-11-03' };
    expect(statementSentences(facts, 'en').slice(1, 3)).toEqual([
      'None of the surplus of 12000.01 EUR comes to you.',
      'A rule leaves you out of members: joined in the period (joined on 2024-11-03).',
    ]);
    expect(statementSentences(facts, 'es')[2]).toBe(
      'Una norma te deja fuera de members: alta durante el periodo (alta el 2024-11-03).',
    );
  });
});
