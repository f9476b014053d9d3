import { Ratio } from '../../../shared/ratio.js';
import { type SentenceLanguage } from '../outcome-sentences.js';

/** What every sentence needs: the language, the names of the options, and how numbers are written in it. */
export class SentenceWords {
  constructor(
    readonly language: SentenceLanguage,
    private readonly labels: readonly string[],
  ) {}

  /** The phrases of the reader's language. */
  of<Phrases>(phrases: Readonly<Record<SentenceLanguage, Phrases>>): Phrases {
    return phrases[this.language];
  }

  name(option: number): string {
    const label = this.labels[option];
    if (label === undefined)
      throw new Error(`the outcome names option ${option}, which the poll does not have`);
    return label;
  }

  /** `Ana, Berta and Carla`. */
  names(options: readonly number[]): string {
    return this.listed(options.map((option) => this.name(option)));
  }

  listed(words: readonly string[]): string {
    if (words.length < 2) return words.join('');
    const last = words.at(-1)!;
    return `${words.slice(0, -1).join(', ')} ${this.and(last)} ${last}`;
  }

  /** Whole numbers and decimals that end are written out; others are mixed fractions: `7 1/3`. */
  amount(value: Ratio): string {
    const decimal = decimalText(value);
    if (decimal !== null) return this.language === 'es' ? decimal.replace('.', ',') : decimal;
    return this.mixed(value);
  }

  /** A whole number, or one with a fraction: `7 1/2`. */
  mixed(value: Ratio): string {
    if (value.isNegative()) return `-${this.mixed(value.negated())}`;
    const whole = value.floor();
    const rest = value.minus(Ratio.of(whole));
    if (rest.isZero()) return whole.toString();
    return whole === 0n ? rest.toString() : `${whole} ${rest.toString()}`;
  }

  votes(value: Ratio): string {
    return this.counted(value, { en: ['vote', 'votes'], es: ['voto', 'votos'] });
  }

  /** A number with its noun, singular for exactly one. */
  counted(
    value: Ratio,
    noun: Readonly<Record<SentenceLanguage, readonly [one: string, several: string]>>,
  ): string {
    const [one, several] = this.of(noun);
    return `${this.amount(value)} ${value.equals(Ratio.one) ? one : several}`;
  }

  /** `Ana 14, Berta 12`, the highest first; of very many only the first twelve. */
  amounts(rows: readonly { readonly option: number; readonly amount: Ratio | null }[]): string {
    const sorted = [...rows].sort((a, b) => compareAmounts(b.amount, a.amount) || a.option - b.option);
    const shown = sorted
      .slice(0, 12)
      .map(({ option, amount }) => `${this.name(option)} ${amount === null ? '–' : this.amount(amount)}`);
    return `${shown.join(', ')}${sorted.length > shown.length ? ' …' : ''}`;
  }

  /** In Spanish «y» becomes «e» before the sound of an i. */
  private and(next: string): string {
    if (this.language === 'en') return 'and';
    return /^(i|í|hi(?![aeo])|hí)/i.test(next) ? 'e' : 'y';
  }
}

/** Nothing is below every amount. */
function compareAmounts(a: Ratio | null, b: Ratio | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return a.compare(b);
}

/** The decimal where it ends within eighteen places, else null. */
function decimalText(value: Ratio): string | null {
  for (let places = 0; places <= 18; places++) {
    if (10n ** BigInt(places) % value.denominator === 0n) return value.toDecimal(places);
  }
  return null;
}
