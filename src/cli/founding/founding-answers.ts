import {
  cooperativeKinds,
  oneClass,
  type CooperativeKind,
} from '../../membership/domain/cooperative-charter.js';
import type { FoundingPlan } from '../../membership/founding.js';

/** What must be known to found a cooperative, in the order in which it is asked. */
export const foundingQuestions = [
  { key: 'name', flag: '--name <name>', meaning: 'name of the cooperative' },
  { key: 'slug', flag: '--slug <slug>', meaning: 'short name for addresses: small letters, digits, hyphens' },
  { key: 'kind', flag: '--kind <kind>', meaning: `kind: ${cooperativeKinds.join(', ')}` },
  { key: 'currency', flag: '--currency <code>', meaning: 'currency of its books, as EUR' },
  { key: 'locale', flag: '--locale <tag>', meaning: 'language, as en or es-MX' },
  { key: 'timeZone', flag: '--time-zone <zone>', meaning: 'time zone, as Europe/Madrid' },
  {
    key: 'founderName',
    flag: '--founder-name <name>',
    meaning: 'name of the founder: steward and secretary',
  },
  { key: 'founderEmail', flag: '--founder-email <address>', meaning: 'e-mail address of the founder' },
  { key: 'secondName', flag: '--second-name <name>', meaning: 'name of the second officer: treasurer' },
  { key: 'secondEmail', flag: '--second-email <address>', meaning: 'e-mail address of the second officer' },
] as const;

export type FoundingQuestion = (typeof foundingQuestions)[number];
export type FoundingAnswers = Readonly<Record<FoundingQuestion['key'], string>>;

/** The environment variable that answers a question: `ROCHDALE_FOUNDER_EMAIL` for `--founder-email`. */
export const variableOf = ({ flag }: FoundingQuestion): string =>
  `ROCHDALE_${flag.slice(2).split(' ')[0]!.toUpperCase().replaceAll('-', '_')}`;

/** What is usual where nothing else is said; null where only the founders know. */
export function usualAnswer(key: FoundingQuestion['key'], given: Partial<FoundingAnswers>): string | null {
  switch (key) {
    case 'slug':
      return slugOf(given.name ?? '') || null;
    case 'kind':
      return 'consumer';
    case 'currency':
      return 'EUR';
    case 'locale':
      return 'en';
    case 'timeZone':
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    default:
      return null;
  }
}

/** `Panadería del Río` → `panaderia-del-rio`. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 49)
    .replace(/-+$/, '');

/** The answers completed by what is usual, or the questions that are still open. */
export function completed(
  given: Partial<FoundingAnswers>,
): { readonly answers: FoundingAnswers } | { readonly open: readonly FoundingQuestion[] } {
  const known = foundingQuestions.map(
    ({ key }) => [key, given[key]?.trim() || usualAnswer(key, given)] as const,
  );
  const open = foundingQuestions.filter((_, place) => known[place]![1] === null);
  return open.length > 0 ? { open } : { answers: Object.fromEntries(known) as FoundingAnswers };
}

/** One class of members, the usual bylaws, and two officers. What the answers say is checked by the founding. */
export const planOf = (answers: FoundingAnswers): FoundingPlan => ({
  charter: {
    name: answers.name,
    slug: answers.slug,
    kind: answers.kind as CooperativeKind,
    currency: answers.currency,
    locale: answers.locale,
    timeZone: answers.timeZone,
    classes: oneClass,
  },
  founder: { name: answers.founderName, email: answers.founderEmail },
  secondOfficer: { name: answers.secondName, email: answers.secondEmail, role: 'treasurer' },
});
