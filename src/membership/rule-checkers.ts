import type { Tx } from '../platform/database/transaction.js';

/** What a module above knows of the rules that it reads. */
export interface RuleChecker {
  /** Every fault of a proposed value, in words that name the field at fault; empty when it is good. */
  check(tx: Tx, value: unknown): readonly string[] | Promise<readonly string[]>;
  /** The most characters of such a value as JSON; 20,000 when absent. */
  readonly mostCharacters?: number;
  /** The value in plain sentences, as the bylaws show it. Asked for recorded values alone. */
  inWords?(value: unknown, language: 'en' | 'es'): readonly string[];
}

/**
 * Who reads the rules under a path of the bylaws (`decision-policy/`, `surplus-policy/`), and so knows what may stand
 * there. The bylaws ask them before a rule is taken in; the modules that read the rules register themselves.
 */
export class RuleCheckers {
  private readonly checkers = new Map<string, RuleChecker>();

  /** `prefix` ends in a slash. */
  register(prefix: string, checker: RuleChecker): void {
    if (!/^[a-z0-9-]+\/$/.test(prefix)) throw new Error(`"${prefix}" is no path of the bylaws`);
    if (this.checkers.has(prefix)) throw new Error(`two modules check the rules under "${prefix}"`);
    this.checkers.set(prefix, checker);
  }

  /** Whoever reads the rule under this key; null when nobody does. */
  of(key: string): RuleChecker | null {
    return this.checkers.get(key.slice(0, key.indexOf('/') + 1)) ?? null;
  }
}
