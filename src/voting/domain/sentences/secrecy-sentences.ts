import type { SentenceLanguage } from '../outcome-sentences.js';

type Visibility = 'open' | 'confidential';

const PHRASES = {
  en: {
    openByRule: 'This vote is open: members can see how each of them voted.',
    openAgainstRule:
      'This vote is open, though its rule asks for a confidential one: held so, what is published of it would have shown how some voted. Members can see how each of them voted.',
    confidential: 'This vote is confidential: members see who voted, and not how.',
  },
  es: {
    openByRule: 'Esta votación es abierta: los socios pueden ver qué votó cada cual.',
    openAgainstRule:
      'Esta votación es abierta, aunque su regla la pide confidencial: lo que se publica de ella habría mostrado qué votaron algunas personas. Los socios pueden ver qué votó cada cual.',
    confidential: 'Esta votación es confidencial: los socios ven quién votó, y no qué.',
  },
};

/** Who will see a ballot, as an elector reads it before they cast one; also where the poll is not held as its rule asks. */
export function secrecySentence(held: Visibility, byRule: Visibility, language: SentenceLanguage): string {
  const phrases = PHRASES[language];
  if (held === 'confidential') return phrases.confidential;
  return byRule === 'open' ? phrases.openByRule : phrases.openAgainstRule;
}
