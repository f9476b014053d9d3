import { checkedMessage } from './mail-message.js';

describe('a letter', () => {
  const letter = { to: 'ana@example.org', subject: 'Assembly', text: 'Dear Ana' };

  it('cannot carry another header in its subject', () => {
    const { subject } = checkedMessage({ ...letter, subject: 'Vote\r\nBcc: eve@example.org\u2028x\0' });
    expect(subject).toBe('Vote Bcc: eve@example.org x');
  });
  it('goes to exactly one address', () => {
    for (const to of ['ana@example.org, eve@example.org', 'ana@example.org\nBcc: eve@example.org', '']) {
      expect(() => checkedMessage({ ...letter, to })).toThrow('exactly one address');
    }
  });
  it('is bounded and free of control characters, and keeps its lines', () => {
    const checked = checkedMessage({
      ...letter,
      subject: 'x'.repeat(5_000),
      text: 'a\r\nb\0\u001b\tc\ud800',
    });
    expect(checked.subject).toHaveLength(200);
    expect(checked.text).toBe('a\nb\tc\ufffd');
  });
});
