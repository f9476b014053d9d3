import type { Tx } from '../platform/database/transaction.js';

/** An option as a result names it. */
export interface ChosenOption {
  /** Its place in the list of options, from 0. */
  readonly position: number;
  readonly label: string;
}

const optionsIn = (tx: Tx, pollId: string, list: 'winners' | 'tied'): Promise<ChosenOption[]> =>
  tx.sql<ChosenOption>(
    `SELECT o.position, o.label FROM poll_result r
     JOIN poll_option o ON o.cooperative_id = r.cooperative_id AND o.poll_id = r.poll_id AND o.position = ANY (r.${list})
     WHERE r.poll_id = $1 ORDER BY array_position(r.${list}, o.position)`,
    [pollId],
  );

/**
 * Whom a closed poll chose, in the order in which the count did; of one that ended in a tie, those who are certain.
 * Empty where it answered a question, or chose nobody.
 */
export const optionsChosenBy = (tx: Tx, pollId: string): Promise<ChosenOption[]> =>
  optionsIn(tx, pollId, 'winners');

/** The options that stood equal where a closed poll decided nothing. */
export const optionsTiedIn = (tx: Tx, pollId: string): Promise<ChosenOption[]> =>
  optionsIn(tx, pollId, 'tied');
