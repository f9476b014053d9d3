import { secrecySentence } from './secrecy-sentences.js';

describe('who sees a ballot', () => {
  it('is said before it is cast', () => {
    expect(secrecySentence('confidential', 'confidential', 'en')).toBe(
      'This vote is confidential: members see who voted, and not how.',
    );
    expect(secrecySentence('open', 'open', 'es')).toBe(
      'Esta votación es abierta: los socios pueden ver qué votó cada cual.',
    );
  });

  it('is said with the reason where the vote is not held as its rule asks', () => {
    expect(secrecySentence('open', 'confidential', 'en')).toMatch(
      /^This vote is open, though its rule asks for a confidential one: .* Members can see how each of them voted\.$/,
    );
  });
});
