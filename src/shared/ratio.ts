/**
 * Exact fractions on bigint. Always in lowest terms with a positive denominator, so that equal values have
 * equal fields. No floats enter or leave: a percentage is a rendering (`toDecimal`), never an input.
 */
export class Ratio {
  static readonly zero = new Ratio(0n, 1n);
  static readonly one = new Ratio(1n, 1n);

  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint,
  ) {}

  /** numerator ÷ denominator. Throws RangeError when the denominator is zero. */
  static of(numerator: bigint, denominator = 1n): Ratio {
    if (denominator === 0n) throw new RangeError('a fraction needs a denominator other than zero');
    const sign = denominator < 0n ? -1n : 1n;
    const divisor = greatestCommonDivisor(numerator, denominator) * sign;
    return new Ratio(numerator / divisor, denominator / divisor);
  }

  /**
   * Reads `"2/3"`, `"0.25"`, `"-7"`, `"12.5%"`. Returns null for anything else (also exponents and blanks):
   * the caller knows the field and says what is wrong with it.
   */
  static parse(text: string): Ratio | null {
    const fraction = /^(-?\d{1,60})\/(\d{1,60})$/.exec(text.trim());
    if (fraction) {
      const denominator = BigInt(fraction[2]!);
      return denominator === 0n ? null : Ratio.of(BigInt(fraction[1]!), denominator);
    }
    const decimal = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(%?)$/.exec(text.trim());
    if (!decimal) return null;
    const [, sign, whole, fractionDigits = '', percent] = decimal;
    const magnitude = BigInt(whole! + fractionDigits);
    const scale = 10n ** BigInt(fractionDigits.length) * (percent ? 100n : 1n);
    return Ratio.of(sign ? -magnitude : magnitude, scale);
  }

  plus(other: Ratio): Ratio {
    return Ratio.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }
  minus(other: Ratio): Ratio {
    return this.plus(other.negated());
  }
  times(other: Ratio): Ratio {
    return Ratio.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }
  /** Throws RangeError when `other` is zero. */
  dividedBy(other: Ratio): Ratio {
    return Ratio.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }
  negated(): Ratio {
    return new Ratio(-this.numerator, this.denominator);
  }

  /** Negative, zero or positive, as this is below, equal to or above `other`. */
  compare(other: Ratio): number {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  equals(other: Ratio): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }
  isLessThan(other: Ratio): boolean {
    return this.compare(other) < 0;
  }
  isZero(): boolean {
    return this.numerator === 0n;
  }
  isNegative(): boolean {
    return this.numerator < 0n;
  }

  /** Largest integer not above the value. */
  floor(): bigint {
    const quotient = this.numerator / this.denominator;
    return this.numerator % this.denominator !== 0n && this.numerator < 0n ? quotient - 1n : quotient;
  }
  /** Smallest integer not below the value. */
  ceil(): bigint {
    return -this.negated().floor();
  }
  /** Nearest integer; exactly half goes away from zero ("commercial rounding"). */
  roundHalfUp(): bigint {
    const doubled = Ratio.of(2n * abs(this.numerator) + this.denominator, 2n * this.denominator).floor();
    return this.numerator < 0n ? -doubled : doubled;
  }

  /** Decimal text cut (not rounded) after `places` digits; `"0.6666"` for 2/3 and four places. */
  toDecimal(places: number): string {
    const scaled = (abs(this.numerator) * 10n ** BigInt(places)) / this.denominator;
    const digits = scaled.toString().padStart(places + 1, '0');
    const sign = this.numerator < 0n && scaled !== 0n ? '-' : '';
    const whole = digits.slice(0, digits.length - places);
    return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - places)}`;
  }
  /** `"2/3"`, or `"4"` for whole numbers. */
  toString(): string {
    return this.denominator === 1n ? this.numerator.toString() : `${this.numerator}/${this.denominator}`;
  }
  toJSON(): string {
    return this.toString();
  }
}

export const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Euclid; always positive, and 1 for (0, 0) so that it can divide. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
