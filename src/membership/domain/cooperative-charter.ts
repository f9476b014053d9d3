import { isTimeZone } from '../../shared/calendar-date.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { isLanguage } from './bylaw-rule.js';

export const cooperativeKinds = [
  'consumer',
  'worker',
  'producer',
  'housing',
  'energy',
  'credit',
  'multi_stakeholder',
  'mutual_aid',
] as const;
export type CooperativeKind = (typeof cooperativeKinds)[number];

/** A class of members as it is written at founding. The weight is in millionths of a vote: 1,000,000 is one vote. */
export interface FoundingClass {
  readonly code: string;
  readonly name: string;
  readonly mayVote: boolean;
  readonly voteWeightMillionths: bigint;
}

/** What a cooperative is founded with. */
export interface Charter {
  readonly name: string;
  /** A short name for addresses: small letters, digits, hyphens. */
  readonly slug: string;
  readonly kind: CooperativeKind;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47. */
  readonly locale: string;
  /** IANA, as `Europe/Madrid`. */
  readonly timeZone: string;
  readonly classes: readonly FoundingClass[];
}

/** One member, one vote. */
export const oneClass: readonly FoundingClass[] = [
  { code: 'members', name: 'Members', mayVote: true, voteWeightMillionths: 1_000_000n },
];

/** Reads a charter as somebody wrote it; refuses `INVALID_INPUT` with every fault named. */
export function checkCharter(charter: Charter): Charter | Refusal<'INVALID_INPUT'> {
  const name = cleanLine(charter.name, 200);
  const classes = checkClasses(charter.classes);
  const faults = isRefusal(classes) ? [...classes.details] : [];
  if (name === null) faults.push('name must be one line of at most 200 characters.');
  if (!/^[a-z0-9](-?[a-z0-9]){1,48}$/.test(charter.slug)) {
    faults.push('slug must be 2 to 49 small letters, digits and single hyphens, like "river-bakers".');
  }
  if (!cooperativeKinds.includes(charter.kind))
    faults.push(`kind must be one of ${cooperativeKinds.join(', ')}.`);
  if (!Intl.supportedValuesOf('currency').includes(charter.currency)) {
    faults.push('currency must be a code of ISO 4217, like "EUR".');
  }
  if (!isLanguage(charter.locale)) faults.push('locale must be a language tag, like "en" or "es-MX".');
  // An offset such as "+02:00" is no zone: PostgreSQL reads its sign the other way round.
  if (!/^[A-Z][A-Za-z_]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(charter.timeZone) || !isTimeZone(charter.timeZone)) {
    faults.push('timeZone must be a zone of the IANA database, like "Europe/Madrid".');
  }
  if (faults.length > 0 || name === null || isRefusal(classes)) {
    return new Refusal('INVALID_INPUT', `This cooperative cannot be founded yet: ${faults[0]}`, faults);
  }
  return { ...charter, name, classes };
}

function checkClasses(
  classes: readonly FoundingClass[],
): readonly FoundingClass[] | Refusal<'INVALID_INPUT'> {
  const faults: string[] = [];
  const named = classes.map((memberClass) => ({
    ...memberClass,
    name: cleanLine(memberClass.name, 100) ?? '',
  }));
  if (named.length < 1 || named.length > 20)
    faults.push('classes: a cooperative has 1 to 20 classes of members.');
  if (new Set(named.map(({ code }) => code)).size < named.length)
    faults.push('classes: each code stands once.');
  if (!named.some(({ mayVote }) => mayVote)) faults.push('classes: at least one class must vote.');
  for (const { code, name, voteWeightMillionths } of named.slice(0, 20)) {
    const isGood =
      /^[a-z0-9][a-z0-9-]{0,39}$/.test(code) &&
      name !== '' &&
      voteWeightMillionths >= 0n &&
      voteWeightMillionths <= 1_000_000_000_000n;
    if (!isGood) {
      faults.push(
        `classes: ${JSON.stringify(code.slice(0, 40))} needs a code of small letters, digits and hyphens, a name, and a weight from 0 to one million votes.`,
      );
    }
  }
  return faults.length === 0 ? named : new Refusal('INVALID_INPUT', 'The classes are not right.', faults);
}
