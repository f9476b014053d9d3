import { canonicalJson, type Json } from '../shared/canonical-json.js';
import { newId } from '../shared/ids.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';

/** What was done. `data` holds identifiers, dates, amounts and rule names; never names or free text about a person. */
export interface AuditFact {
  /** The act, as in the API: `castBallot`, `closePoll`. */
  readonly act: string;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly data?: { readonly [key: string]: Json };
}

export const recordStatement = `
  INSERT INTO audit_event (id, act, actor_person_id, actor_membership_id, subject_type, subject_id, data)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Appends the record of an act to the command's own transaction: the act and its record commit together or not at
 * all. A plain insert; sealing into the chain comes later and takes no lock here.
 */
export async function recordAct(tx: Tx, viewer: Viewer, fact: AuditFact): Promise<void> {
  await tx.sql(recordStatement, [
    newId(),
    fact.act,
    viewer.personId,
    viewer.membershipId,
    fact.subjectType,
    fact.subjectId,
    canonicalJson(fact.data ?? {}),
  ]);
}
