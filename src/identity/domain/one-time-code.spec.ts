import fc from 'fast-check';
import { codeDigits, codeHash, judgeCode, newCode, spacedCode, type PresentedCode } from './one-time-code.js';

const fresh: PresentedCode = { isSpent: false, isExpired: false, wrongTries: 0, matches: true };
const reasonFor = (presented: PresentedCode): string => {
  const verdict = judgeCode(presented);
  return verdict === true ? 'opens' : verdict.reason;
};

describe('a one-time code', () => {
  it('opens when it is right, fresh and unused', () => expect(reasonFor(fresh)).toBe('opens'));

  it('is refused for one reason at a time, the most telling first', () => {
    expect(reasonFor({ ...fresh, isSpent: true, isExpired: true })).toBe('CODE_USED');
    expect(reasonFor({ ...fresh, isExpired: true, matches: false })).toBe('CODE_EXPIRED');
    expect(reasonFor({ ...fresh, wrongTries: 5 })).toBe('CODE_EXHAUSTED');
    expect(reasonFor({ ...fresh, matches: false })).toBe('CODE_WRONG');
  });

  it('says how many tries are left', () => {
    const messages = [0, 3, 4].map((wrongTries) => judgeCode({ ...fresh, matches: false, wrongTries }));
    expect(messages).toEqual([
      expect.objectContaining({ message: expect.stringContaining('4 tries are left') }),
      expect.objectContaining({ message: expect.stringContaining('1 try is left') }),
      expect.objectContaining({ message: expect.stringContaining('last try') }),
    ]);
  });

  it('opens in no state but the one', () => {
    const state = fc.record({
      isSpent: fc.boolean(),
      isExpired: fc.boolean(),
      wrongTries: fc.nat(6),
      matches: fc.boolean(),
    });
    fc.assert(
      fc.property(state, (presented) => {
        const opens =
          presented.matches && !presented.isSpent && !presented.isExpired && presented.wrongTries < 5;
        expect(judgeCode(presented) === true).toBe(opens);
      }),
    );
  });

  it('has eight digits and is understood as it is printed', () => {
    for (let round = 0; round < 200; round += 1) {
      const code = newCode();
      expect(code).toMatch(/^\d{8}$/);
      expect(codeDigits(` ${spacedCode(code)}\n`)).toBe(code);
    }
    expect(
      ['', '1234567', '123456789', '1234567a', '١٢٣٤٥٦٧٨', '1'.repeat(1_000_000)].map(codeDigits),
    ).toEqual(Array.from({ length: 6 }, () => null));
  });

  it('is kept as a hash that differs by browser, address and digits', () => {
    const hashes = [
      codeHash('browser', 'ana@example.org', '12345678'),
      codeHash('another', 'ana@example.org', '12345678'),
      codeHash('browser', 'eve@example.org', '12345678'),
      codeHash('browser', 'ana@example.org', '12345679'),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(4);
  });
});
