import type { Tx } from '../../../platform/database/transaction.js';
import type { JsonObject } from '../../domain/run/run-snapshot.js';

/** The frozen facts of a participant of whom an officer entered something, and who entered it when. */
export interface EnteredFacts {
  readonly runId: string;
  readonly partyId: string;
  readonly facts: JsonObject;
  readonly capital: JsonObject | null;
  readonly by: string;
  readonly at: string;
}

/** Of these participants, each named as run and party, those of whom something was entered by hand. */
export const enteredFactsOf = (
  tx: Tx,
  wanted: readonly { readonly runId: string; readonly partyId: string }[],
): Promise<EnteredFacts[]> =>
  tx.sql<EnteredFacts>(
    `SELECT p.run_id AS "runId", p.party_id AS "partyId", p.facts, p.capital,
       r.snapshot -> 'entered' ->> 'by' AS by, r.snapshot -> 'entered' ->> 'at' AS at
     FROM unnest($1::uuid[], $2::uuid[]) AS w(run_id, party_id)
     JOIN run_participant p ON p.cooperative_id = current_cooperative_id() AND p.run_id = w.run_id AND p.party_id = w.party_id
     JOIN distribution_run r ON r.cooperative_id = p.cooperative_id AND r.id = p.run_id
     WHERE p.facts ? 'entered' AND r.snapshot ? 'entered'`,
    [wanted.map(({ runId }) => runId), wanted.map(({ partyId }) => partyId)],
  );
