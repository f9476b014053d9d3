import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import type { BallotRule } from './domain/ballots/ballot-marks.js';

const mostKept = 2_000;

/**
 * How the ballots of a poll are read: method, choices of the rule, options. All of it is frozen when the poll opens, so
 * that a process reads it once and casting stays one statement. Kept per cooperative: an identifier from another one
 * finds nothing.
 */
export class BallotRules {
  private readonly kept = new Map<string, BallotRule>();

  /** Null for a poll that is not there. */
  async of(tx: Tx, cooperativeId: string | null, pollId: string): Promise<BallotRule | null> {
    const key = `${cooperativeId} ${pollId}`;
    const known = this.kept.get(key);
    if (known) return known;
    const row = await tx.one<{ rule: unknown; labels: string[] }>(
      `SELECT p.rule, ARRAY(SELECT o.label FROM poll_option o
         WHERE o.cooperative_id = p.cooperative_id AND o.poll_id = p.id ORDER BY o.position) AS labels
       FROM poll p WHERE p.id = $1`,
      [pollId],
    );
    if (!row) return null;
    const { method, options, block } = storedPolicy(row.rule);
    const rule: BallotRule = { method, options, block, labels: row.labels };
    // The oldest goes: polls are voted on for days, not for years.
    if (this.kept.size >= mostKept) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, rule);
    return rule;
  }
}
