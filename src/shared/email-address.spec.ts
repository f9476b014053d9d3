import fc from 'fast-check';
import { normaliseEmailAddress } from './email-address.js';

describe('an e-mail address', () => {
  it('has one spelling, whatever case, white space and script it is typed in', () => {
    expect(normaliseEmailAddress('  Ana.Ruiz+Coop@Example.ORG\n')).toBe('ana.ruiz+coop@example.org');
    expect(normaliseEmailAddress('ana@BÜCHER.example')).toBe('ana@xn--bcher-kva.example');
    expect(normaliseEmailAddress('jose\u0301@example.org')).toBe('jos\u00e9@example.org');
  });

  it('is refused when it could mean a list, a header, a comment or no host of the world', () => {
    const hostile = [
      '', '@', 'ana', 'ana@', '@example.org', 'ana@example', 'a b@example.org', 'a..b@example.org', '.a@example.org',
      'ana@example.org, eve@example.org', 'ana@example.org\r\nBcc: eve@example.org', 'Ana <ana@example.org>',
      '"ana"@example.org', 'ana(x)@example.org', 'ana@[127.0.0.1]', 'ana@127.0.0.1', 'ana@0x7f.1', 'ana@ex%61mple.org',
      'a\0na@example.org', 'a\ud800@example.org', `${'a'.repeat(65)}@example.org`, `a@${'b.'.repeat(130)}org`,
      'a'.repeat(1_000_000), 'ana@-x.org', 'ana@x.o', 'ana\u2028@example.org',
    ]; // prettier-ignore
    expect(hostile.filter((address) => normaliseEmailAddress(address) !== null)).toEqual([]);
  });

  it('stays as it is once normalised, and never holds white space or control characters', () => {
    const anything = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.domain());
    fc.assert(
      fc.property(anything, ([local, domain]) => {
        const address = normaliseEmailAddress(`${local}@${domain}`);
        if (address === null) return;
        expect(normaliseEmailAddress(address)).toBe(address);
        expect(address).not.toMatch(/[\s\p{Cc}<>,;:"()]/u);
      }),
      { numRuns: 1_000 },
    );
  });
});
