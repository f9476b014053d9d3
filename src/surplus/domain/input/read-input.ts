import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { asksForPeriod } from '../eligibility.js';
import { everybodyElse } from '../pool-shares.js';
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

function contradictionIn(input: SurplusInput): Refusal<SurplusReason> | null {
  const { policy, snapshot } = input;
  const twice = listedTwice(input);
  if (twice) return twice;
  for (const participant of snapshot.participants ?? []) {
    const faulty = faultOfParticipant(participant, snapshot);
    if (faulty) return faulty;
  }
  const { period } = snapshot;
  if (period && period.to < period.from)
    return refuse('MALFORMED_INPUT', 'snapshot.period: it ends before it begins.');
  const asking = [...(policy.waterfall?.pools ?? []), ...(policy.pools ?? [])].find(asksForPeriod);
  if (asking && snapshot.participants && !period)
    return refuse(
      'MISSING_FIGURE',
      `snapshot.period is needed: ${asking.id} asks on which days of it people took part.`,
    );
  return exitOfTwoBalances(snapshot);
}

function listedTwice({ policy, snapshot }: SurplusInput): Refusal<SurplusReason> | null {
  const keys = (list: readonly { readonly key: string }[] | undefined) => (list ?? []).map(({ key }) => key);
  const ids = (list: readonly { readonly id: string }[] | undefined) => (list ?? []).map(({ id }) => id);
  const listed: readonly (readonly [string, readonly string[]])[] = [
    ['policy.waterfall.appropriations', ids(policy.waterfall?.appropriations)],
    ['policy.waterfall.pools', ids(policy.waterfall?.pools)],
    ['policy.pools', ids(policy.pools)],
    ...[...(policy.waterfall?.pools ?? []), ...(policy.pools ?? [])].map(
      (pool) => [`the choices of ${pool.id}`, ids(pool.choices)] as const,
    ),
    ['snapshot.participants', keys(snapshot.participants)],
    ['snapshot.history', (snapshot.history ?? []).map(({ year }) => String(year))],
    ['snapshot.capital', keys(snapshot.capital)],
    ['snapshot.allocations', keys(snapshot.allocations)],
    ['snapshot.notices', keys(snapshot.notices)],
    ['snapshot.exits', keys(snapshot.exits)],
    ...(snapshot.exits ?? []).map((exit) => [`the heirs of ${exit.key}`, keys(exit.heirs)] as const),
    ['snapshot.disputes', ids(snapshot.disputes)],
    ...(snapshot.disputes ?? []).flatMap(({ id, outcomes }) => [
      [`the outcomes of ${id}`, ids(outcomes)] as const,
      ...outcomes.map(
        (outcome) =>
          [
            `the records of ${id}, ${outcome.id}`,
            outcome.records.map(({ key, basis }) => `${basis} of ${key}`),
          ] as const,
      ),
    ]),
  ];
  for (const [path, names] of listed) {
    const twice = firstDuplicate(names);
    if (twice !== null) return refuse('DUPLICATE_ENTRY', `${path}: ${twice} is listed twice.`);
  }
  return null;
}

/** Refuses a participant in another currency than the snapshot, one who left before joining, and the key of all others. */
export function faultOfParticipant(
  { key, currency, joinedOn, leftOn }: Participant,
  snapshot: Snapshot,
): Refusal<SurplusReason> | null {
  if (currency !== undefined && currency !== snapshot.currency)
    return refuse(
      'MIXED_CURRENCIES',
      `${key} is in ${currency}, the snapshot in ${snapshot.currency ?? 'none'}.`,
      ['one distribution has one currency; exchange happens at payment'],
    );
  if (joinedOn !== undefined && leftOn !== undefined && leftOn < joinedOn)
    return refuse('MALFORMED_INPUT', `${key} left on ${leftOn}, before joining on ${joinedOn}.`);
  return key === everybodyElse && snapshot.basisTotals
    ? refuse('DUPLICATE_ENTRY', `The key ${everybodyElse} stands for all who are not listed.`)
    : null;
}

function exitOfTwoBalances({ exits }: Snapshot): Refusal<SurplusReason> | null {
  const torn = (exits ?? []).find(
    ({ balance, lots }) =>
      balance !== undefined &&
      lots !== undefined &&
      balance !== lots.reduce((sum, lot) => sum + lot.amount, 0n),
  );
  return torn
    ? refuse('PARTS_EXCEED_WHOLE', `The lots of ${torn.key} do not sum to the balance of ${torn.balance!}.`)
    : null;
}
