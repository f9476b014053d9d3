import { describedEnum } from './described-enum.js';

export const sentenceLanguages = ['en', 'es'] as const;
export type SentenceLanguage = (typeof sentenceLanguages)[number];

export const SentenceLanguageEnum = describedEnum<SentenceLanguage>(
  'SentenceLanguage',
  'A language in which rules and results are put into words.',
  { en: 'English.', es: 'Spanish.' },
);
