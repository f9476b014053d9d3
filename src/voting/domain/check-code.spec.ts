import { ballotsHashOf, checkCodeOf, type ReceiptFacts } from './check-code.js';

const receipt: ReceiptFacts = {
  pollId: '0197a000-0000-7000-8000-000000000001',
  membershipId: '0197a000-0000-7000-8000-000000000002',
  revision: 1,
  marks: { choice: 'for' },
  secret: 'only-in-the-receipt',
};

describe('the check code of a ballot', () => {
  it('is another one as soon as anything it commits to is another', () => {
    const changes: Partial<ReceiptFacts>[] = [
      { pollId: receipt.membershipId },
      { membershipId: receipt.pollId },
      { revision: 2 },
      { marks: { choice: 'against' } },
      { secret: 'guessed' },
    ];
    const codes = [receipt, ...changes.map((change) => ({ ...receipt, ...change }))].map(checkCodeOf);
    expect(new Set(codes).size).toBe(codes.length);
    expect(checkCodeOf(receipt)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the hash of the counted ballots', () => {
  const a = { checkCode: 'aa', marks: { choice: 'for' as const }, weightMillionths: 1_000_000n };
  const b = { checkCode: 'bb', marks: { choice: 'against' as const }, weightMillionths: 1_000_000n };
  it('does not depend on their order', () => {
    expect(ballotsHashOf([a, b])).toBe(ballotsHashOf([b, a]));
  });
  it('changes with any ballot', () => {
    expect(ballotsHashOf([a, { ...b, marks: { choice: 'for' } }])).not.toBe(ballotsHashOf([a, b]));
    expect(ballotsHashOf([a])).not.toBe(ballotsHashOf([a, b]));
  });
});
