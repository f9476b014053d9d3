import fc from 'fast-check';
import { capitalKinds, rollForwardOf, type CapitalMovement } from './roll-forward.js';
import { isMandatoryByKind, lotOfPath, pathOfLot } from './lot.js';

const movement = (over: Partial<CapitalMovement>): CapitalMovement => ({
  ...{ kind: 'share-paid', sourceType: 'share-payment', took: false, isBefore: false, amountMinor: 100n },
  ...over,
});

describe('the roll-forward of capital', () => {
  it('names each movement by the entry that made it', () => {
    const rolled = rollForwardOf([
      movement({ isBefore: true, amountMinor: 1_000n }),
      movement({ kind: 'capital-opened', amountMinor: 500n }),
      movement({ amountMinor: 200n }),
      movement({ kind: 'run-posted', sourceType: 'distribution-run', amountMinor: 300n }),
      movement({ kind: 'capital-redeemed', took: true, amountMinor: -150n }),
      movement({ kind: 'dispute-released', sourceType: 'dispute-release', amountMinor: 20n }),
      movement({ kind: 'loss-absorbed', sourceType: 'distribution-run', took: true, amountMinor: -50n }),
      movement({ kind: 'capital-transferred', took: true, amountMinor: -25n }),
    ]);
    expect(rolled).toEqual({
      ...{ openingMinor: 1_500n, paidInMinor: 200n, allocatedMinor: 320n, paidOutMinor: 150n },
      ...{ lossesMinor: 50n, transfersMinor: -25n, closingMinor: 1_795n },
    });
  });

  it('lets a reversal cancel what it undoes, in the same column', () => {
    const rolled = rollForwardOf([
      movement({ kind: 'capital-redeemed', took: true, amountMinor: -150n }),
      movement({ kind: 'capital-redeemed', took: true, amountMinor: 150n }),
    ]);
    expect(rolled).toMatchObject({ paidOutMinor: 0n, closingMinor: 0n });
  });

  it('always closes at opening + paid in + allocated − paid out − losses ± transfers', () => {
    const kinds = fc.constantFrom(...capitalKinds, 'loss-absorbed', 'run-posted', 'unheard-of');
    const any = fc.record({
      kind: kinds,
      sourceType: fc.constantFrom('distribution-run', 'distribution', 'something'),
      took: fc.boolean(),
      isBefore: fc.boolean(),
      amountMinor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    });
    fc.assert(
      fc.property(fc.array(any), (movements) => {
        const r = rollForwardOf(movements);
        const closing =
          r.openingMinor +
          r.paidInMinor +
          r.allocatedMinor -
          r.paidOutMinor -
          r.lossesMinor +
          r.transfersMinor;
        expect(r.closingMinor).toBe(closing);
        expect(closing).toBe(movements.reduce((sum, { amountMinor }) => sum + amountMinor, 0n));
      }),
    );
  });
});

describe('a lot of capital', () => {
  it.each([
    ['equity:share-capital:m001', { kind: 'shares', year: null, key: 'm001', part: null }],
    ['equity:share-capital:m001:voluntary', { kind: 'shares', year: null, key: 'm001', part: 'voluntary' }],
    ['equity:allocated:2024:x-worker-7', { kind: 'retained', year: 2024, key: 'x-worker-7', part: null }],
  ] as const)('is read off the account %s, and names it again', (path, lot) => {
    expect(lotOfPath(path)).toEqual(lot);
    expect(pathOfLot(lot)).toBe(path);
  });
  it('is neither a reserve nor a debt', () => {
    for (const path of ['equity:reserve:legal', 'liabilities:member-payable:m001', 'equity:allocated:m001'])
      expect(lotOfPath(path)).toBeNull();
  });
  it('is mandatory when it is the share itself', () => {
    expect(isMandatoryByKind(lotOfPath('equity:share-capital:m001')!)).toBe(true);
    expect(isMandatoryByKind(lotOfPath('equity:share-capital:m001:voluntary')!)).toBe(false);
    expect(isMandatoryByKind(lotOfPath('equity:allocated:2024:m001')!)).toBe(false);
  });
});
