import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { firstDuplicate, refuse, type SurplusReason } from '../reasons.js';
import { policySchema, type Policy } from './policy-schema.js';
import { object } from './reader.js';
import { snapshotSchema, type Participant, type Snapshot } from './snapshot-schema.js';

export interface SurplusInput {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
}
const inputSchema = object({ policy: policySchema, snapshot: snapshotSchema });

/** Reads `{policy, snapshot}`. Refused with every mistake by path, then for keys twice and mixed currencies. */
export function readInput(value: unknown): SurplusInput | Refusal<SurplusReason> {
  const problems: string[] = [];
  const input = inputSchema(value, '', problems);
  if (problems.length > 0)
    return refuse('MALFORMED_INPUT', 'The file is not a policy and a snapshot.', problems);
  const contradiction = contradictionIn(input);
  return isRefusal(contradiction) ? contradiction : input;
}

function contradictionIn({ policy, snapshot }: SurplusInput): Refusal<SurplusReason> | null {
  const listed: readonly [string, readonly string[]][] = [
    ['policy.waterfall.appropriations', (policy.waterfall?.appropriations ?? []).map(({ id }) => id)],
    ['policy.waterfall.pools', (policy.waterfall?.pools ?? []).map(({ id }) => id)],
    ['snapshot.participants', (snapshot.participants ?? []).map(({ key }) => key)],
    ['snapshot.capital', (snapshot.capital ?? []).map(({ key }) => key)],
    ['snapshot.allocations', (snapshot.allocations ?? []).map(({ key }) => key)],
    ['snapshot.notices', (snapshot.notices ?? []).map(({ key }) => key)],
    ['snapshot.exits', (snapshot.exits ?? []).map(({ key }) => key)],
    ['snapshot.disputes', (snapshot.disputes ?? []).map(({ id }) => id)],
  ];
  for (const [path, keys] of listed) {
    const twice = firstDuplicate(keys);
    if (twice !== null) return refuse('DUPLICATE_ENTRY', `${path}: ${twice} is listed twice.`);
  }
  for (const participant of snapshot.participants ?? []) {
    const foreign = foreignCurrency(participant, snapshot);
    if (foreign) return foreign;
  }
  const { period } = snapshot;
  if (period && period.to < period.from)
    return refuse('MALFORMED_INPUT', 'snapshot.period: it ends before it begins.');
  return null;
}

/** Refuses a participant whose amounts are in another currency than the snapshot. */
export const foreignCurrency = (
  { key, currency }: Participant,
  snapshot: Snapshot,
): Refusal<SurplusReason> | null =>
  currency === undefined || currency === snapshot.currency
    ? null
    : refuse(
        'MIXED_CURRENCIES',
        `${key} is in ${currency}, the snapshot in ${snapshot.currency ?? 'none'}.`,
        ['one distribution has one currency; exchange happens at payment'],
      );
