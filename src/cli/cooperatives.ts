import { outsideCooperatives } from '../audit/audit-sealer.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { systemIn } from '../platform/request/viewer.js';
import { Refusal } from '../shared/refusal.js';

export interface VisitedCooperative {
  readonly id: string;
  readonly slug: string;
}

/** Every cooperative, oldest first, or the one that is named. Each is then visited in a transaction bound to it. */
export async function cooperativesToVisit(
  work: UnitOfWork,
  named: string | undefined,
): Promise<VisitedCooperative[] | Refusal<'NO_SUCH_COOPERATIVE'>> {
  const ids = await work.inTransaction(systemIn(outsideCooperatives), (tx) =>
    named === undefined
      ? tx.sql<{ id: string }>(`SELECT every_cooperative() AS id`)
      : tx.sql<{ id: string | null }>(`SELECT cooperative_named($1) AS id`, [named]),
  );
  const visited: VisitedCooperative[] = [];
  for (const { id } of ids) {
    if (id === null) return new Refusal('NO_SUCH_COOPERATIVE', `There is no cooperative "${named}".`);
    const row = await work.inTransaction(systemIn(id), (tx) =>
      tx.one<{ slug: string }>(`SELECT slug FROM cooperative WHERE id = $1`, [id]),
    );
    visited.push({ id, slug: row?.slug ?? id });
  }
  return visited;
}
