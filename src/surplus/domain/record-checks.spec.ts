import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';

const byHours = { id: 'members', size: {}, weighting: { bases: { hours: 1 } }, fallbackFund: 'legal' };
const people = [
  { key: 'a', class: 'worker', bases: { hours: 1, pay: 9_000 } },
  { key: 'b', class: 'worker', bases: { hours: 2, pay: 9_000 } },
];
const warnings = (pool: Fields, policy: Fields = {}, snapshot: Fields = {}) =>
  (
    computePrinted(
      { waterfall: { pools: [{ ...byHours, ...pool }] }, ...policy },
      { seed: '2025', result: { member: 1_000 }, participants: people, ...snapshot },
    ).checks as Fields[]
  ).map(({ id, outcome }) => `${id} ${outcome}`);

describe('figures that a policy does not find', () => {
  it('are warned of: a misspelt basis of a mix', () => {
    expect(warnings({ weighting: { bases: { hours: '60%', hors: '40%' } } })).toEqual([
      'records.members.hors warn',
    ]);
    expect(warnings({})).toEqual([]);
  });

  it('are warned of: a basis that a cap, a floor, a least presence or a level goes by', () => {
    const fund = { ifAllCapped: 'fund' };
    expect(warnings({ cap: { basis: 'payy', rate: '30%' }, ...fund })).toEqual(['records.members.payy warn']);
    expect(warnings({ cap: { basis: 'pay', rate: '30%' }, ...fund })).toEqual([]);
    expect(warnings({ floor: { basis: 'payy', rate: '1%' } })).toEqual(['records.members.payy warn']);
    const eligibility = {
      minimumOfBasis: [
        { basis: 'hours', atLeast: 1 },
        { basis: 'months', atLeast: 6 },
      ],
    };
    expect(warnings({ eligibility })).toEqual(['records.members.months warn']);
    expect(warnings({ method: 'levelling' })).toEqual(['records.members.received warn']);
  });

  it('are warned of: a class of which nobody is, so that a fund takes the whole pool', () => {
    expect(warnings({ eligibility: { classes: ['Worker'] } })).toEqual([
      'records.members warn',
      'records.members.class Worker warn',
    ]);
    expect(warnings({ eligibility: { classes: ['worker', 'consummer'] } })).toEqual([
      'records.members.class consummer warn',
    ]);
    const noRecordsYet = computePrinted({ waterfall: { pools: [byHours] } }, { result: { member: 1 } });
    expect(noRecordsYet.checks).toEqual([]);
  });

  it('are warned of: a kind of participant that there is none of, in a quarter for hired staff', () => {
    const weighting = { bases: { hours: 1 }, kindCoefficients: { employe: '1/4', employee: '1/4' } };
    expect(warnings({ weighting })).toEqual(['records.members.kind employe warn']);
  });

  it('are warned of in the mix that a loss is borne by, in a year of loss', () => {
    const loss = [{ to: 'members', weighting: { bases: { hours: 1, activty: 1 } } }];
    expect(warnings({}, { loss })).toEqual([]);
    expect(warnings({}, { loss }, { result: { member: 1_000, extraordinary: -10 } })).toEqual([
      'records.loss:members.activty warn',
    ]);
  });

  it('are warned of: a loss of earlier years whose term ran out, and a currency that nobody knows', () => {
    const oldLosses = [{ year: 2017, amount: 900, expiresOn: '2024-12-31' }];
    const period = { from: '2025-01-01', to: '2025-12-31' };
    expect(warnings({}, {}, { oldLosses, period })).toEqual(['oldLosses.2017 warn']);
    expect(warnings({}, {}, { currency: 'XYZ' })).toEqual(['currency warn']);
    expect(refusalReason({ waterfall: {} }, { result: { member: 1 }, currency: 'EURO' })).toBe(
      'MALFORMED_INPUT',
    );
  });
});

describe('units of one business set against each other (US IRC 1388(j))', () => {
  const year = (netUnits: boolean, facts: Fields = {}) =>
    computePrinted(
      { preset: 'US-Subchapter-T', waterfall: { origin: { method: 'direct', netUnits }, pools: [byHours] } },
      {
        period: { from: '2025-01-01', to: '2025-12-31' },
        result: {
          units: [
            { id: 'grain', amount: 1_000 },
            { id: 'fuel', amount: -300 },
          ],
        },
        participants: people,
        facts,
      },
    );
  const notice = (printed: Fields) =>
    (printed.checks as Fields[]).find(({ id }) => id === 'notice of netting') as Fields;

  it('are told by name, with the last day on which patrons must have it in writing', () => {
    const netted = year(true);
    expect(netted.result.waterfall.netting).toEqual({
      losing: [{ id: 'fuel', amount: '300' }],
      gaining: [{ id: 'grain', amount: '1000' }],
      offset: '300',
    });
    expect(notice(netted)).toMatchObject({
      outcome: 'warn',
      detail: 'losses of fuel offset gains of grain; written notice to patrons by 2026-09-15',
    });
    expect(notice(year(true, { noticeOfNetting: true })).outcome).toBe('pass');
  });

  it('are nothing to tell where losses are kept apart', () => {
    expect(year(false).result.waterfall.netting).toBeUndefined();
    expect(notice(year(false))).toMatchObject({ outcome: 'pass', detail: 'nothing was netted' });
  });
});
