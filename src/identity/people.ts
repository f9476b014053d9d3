import { Injectable } from '@nestjs/common';
import { newId } from '../shared/ids.js';
import type { Tx } from '../platform/database/transaction.js';

/** People across cooperatives. An address belongs to one person; it makes nobody a member of anything. */
@Injectable()
export class People {
  /**
   * The person with this address, made if there is none. The address is normalised (`normaliseEmailAddress`) and
   * proved to be theirs: whoever calls this has seen a code come back, or creates demonstration data. Two at once make
   * one person.
   */
  async findOrCreateByAddress(tx: Tx, address: string): Promise<string> {
    const found = await tx.one<{ id: string }>(`SELECT person_for_address($1, $2) AS id`, [address, newId()]);
    return found!.id;
  }

  /**
   * Runs work in the name of a person who is not (yet) the viewer, so that row-level security shows that person's rows;
   * afterwards the transaction is bound as before. An error ends the transaction, and the binding with it.
   */
  async inTheNameOf<T>(tx: Tx, personId: string, work: () => Promise<T>): Promise<T> {
    const before = await tx.one<{ id: string }>(
      `SELECT coalesce(current_setting('rochdale.person_id', true), '') AS id`,
    );
    await bindPerson(tx, personId);
    const result = await work();
    await bindPerson(tx, before!.id);
    return result;
  }
}

const bindPerson = (tx: Tx, personId: string): Promise<unknown> =>
  tx.sql(`SELECT set_config('rochdale.person_id', $1, true)`, [personId]);
