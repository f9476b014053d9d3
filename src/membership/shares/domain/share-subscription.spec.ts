import { accountKey, memberAccountKey } from './account-key.js';
import { checkInstalment, standingOfSubscriptions, subscribedAmount } from './share-subscription.js';

describe('a subscription of shares', () => {
  it('owes whole shares at their price', () => expect(subscribedAmount(3, 12_550n)).toBe(37_650n));
  it.each([
    [0, 100n],
    [1.5, 100n],
    [1_000_001, 1n],
    [1, 0n],
    [1, -5n],
    [1_000_000, 9_007_199_254_740_991n],
  ])('is refused for %s shares at %s', (shares, amount) =>
    expect(subscribedAmount(shares, amount)).toMatchObject({ reason: 'INVALID_INPUT' }),
  );
  it('takes instalments up to what is owed and not a cent more', () => {
    expect(checkInstalment(100n, 100n)).toBe(true);
    expect(checkInstalment(100n, 101n)).toMatchObject({ reason: 'PAID_TOO_MUCH' });
    expect(checkInstalment(100n, 0n)).toMatchObject({ reason: 'INVALID_INPUT' });
  });
});

describe('the key of a party in the chart of accounts', () => {
  const partyId = '01890000-0000-7000-8000-000000000001';
  it('is the member’s number, and beyond a thousand simply longer', () =>
    expect([1, 42, 1234].map(memberAccountKey)).toEqual(['m001', 'm042', 'm1234']));
  it('is the reference of somebody who is not a member, where the chart can spell it', () => {
    expect(accountKey({ partyId, number: null, externalRef: 'worker-7' })).toBe('x-worker-7');
    for (const externalRef of ['Ñandú', 'a:b', 'A', '', null]) {
      expect(accountKey({ partyId, number: null, externalRef })).toBe(`x-${partyId}`);
    }
    expect(accountKey({ partyId, number: 7, externalRef: 'worker-7' })).toBe('m007');
  });
});

describe('what the surplus pays up of shares', () => {
  const own = (id: string, amountMinor: bigint, over: object = {}) => ({
    ...{ id, amountMinor, paidMinor: 0n, releasedMinor: 0n, cancelled: false },
    ...over,
  });
  const standing = (subscriptions: readonly ReturnType<typeof own>[], fromSurplus: bigint) =>
    [...standingOfSubscriptions(subscriptions, fromSurplus).values()].map(
      ({ paidMinor, outstandingMinor }) => [paidMinor, outstandingMinor],
    );

  it('goes to the oldest subscription that owes something, then to the next, and to none that is cancelled', () => {
    const some = [own('a', 100n, { paidMinor: 40n }), own('b', 50n, { cancelled: true }), own('c', 70n)];
    expect(standing(some, 80n)).toEqual([
      [100n, 0n],
      [0n, 0n],
      [20n, 50n],
    ]);
  });

  it('never makes a subscription owe less than nothing, and with nothing from the surplus changes nothing', () => {
    expect(standing([own('a', 100n, { releasedMinor: 100n })], 30n)).toEqual([[0n, 0n]]);
    expect(standing([own('a', 100n, { paidMinor: 40n })], 0n)).toEqual([[40n, 60n]]);
  });
});
