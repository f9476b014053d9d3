import { Injectable, Inject } from '@nestjs/common';
import {
  balancesByParty,
  balancesOfSomeParties,
  movementsByParty,
  movementsOfSomeParties,
} from '../../../ledger/ledger.queries.js';
import { consentsOn } from '../../capital/tax-consents.js';
import { accountKey } from '../../../membership/shares/domain/account-key.js';
import { PartyDirectory, type PartyInSpan } from '../../../membership/shares/party-directory.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { everyForm } from '../../domain/choices.js';
import type { Policy } from '../../domain/input/policy-schema.js';
import { formatQuantity } from '../../domain/quantity.js';
import { disputeForEngine } from '../../domain/review/disputed-records.js';
import { claimFamilies } from '../../domain/run/run-entry.js';
import { readRunPolicy, type RunPolicy } from '../../domain/run/run-policy.js';
import {
  faultsOfFigures,
  freezeParticipant,
  freezeSnapshot,
  type FrozenParticipant,
  type FrozenSnapshot,
  type KnownParticipant,
  type Movement,
  type EnteredFigures,
  type RunFigures,
  type SnapshotFacts,
} from '../../domain/run/run-snapshot.js';
import { disputesNow, type DisputesNow } from '../../review/disputes.queries.js';
import { findPeriod, type PeriodRow } from '../../surplus.rows.js';
import { claimsPaidBy } from '../posting/open-claims.queries.js';
import { historyOf } from './past-years.queries.js';
import { coveredByBooks } from './entered-claims.js';
import { entriesOfCorrected } from '../posting/run-posting.js';
import type { RunRow } from '../run.rows.js';

export interface FrozenRun {
  readonly period: PeriodRow;
  readonly policy: RunPolicy;
  readonly snapshot: FrozenSnapshot;
}
const paidUpCapital = ['equity:share-capital', 'assets:receivable:share-subscription'];
const retained = ['equity:allocated'];

/** What a run is computed of besides its participants. */
export interface RunTermsFrozen {
  readonly period: PeriodRow;
  /** Whose patronage is shared by. */
  readonly source: PeriodRow;
  readonly policy: RunPolicy;
  readonly entered: EnteredFigures;
  readonly disputes: DisputesNow;
  /** What the run that this one corrects paid off of debts and unpaid shares, by account: it may be paid off again. */
  readonly paidBefore: ReadonlyMap<string, bigint>;
  readonly facts: Omit<SnapshotFacts, 'participants'>;
}
/** Frozen participants, and the last party that was looked at for them. */
export interface FrozenBatch {
  readonly last: string;
  readonly participants: readonly FrozenParticipant[];
}
/** Parties looked at together when a run is frozen in parts. */
const partiesPerBatch = 2_000;

/** Reads everything a run is computed of, once, and freezes it: records, register, books and what officers entered. */
@Injectable()
export class RunFreezing {
  constructor(@Inject(PartyDirectory) private readonly parties: PartyDirectory) {}

  /**
   * Refusals: NOT_FOUND, PERIOD_OPEN (a run that is to be decided is computed of final records; a scenario of what
   * there is), POLICY_INVALID, UNKNOWN_PARTY, NOT_IN_THE_BOOKS.
   */
  async freeze(tx: Tx, run: RunRow): Promise<FrozenRun | Refusal> {
    const terms = await this.terms(tx, run);
    if (isRefusal(terms)) return terms;
    const { period, policy, facts } = terms;
    const snapshot = freezeSnapshot({ ...facts, participants: await this.participants(tx, terms) });
    return isRefusal(snapshot) ? snapshot : { period, policy, snapshot };
  }

  /** Everything but the participants. Refusals: NOT_FOUND, PERIOD_OPEN, POLICY_INVALID, NOT_IN_THE_BOOKS. */
  async terms(tx: Tx, run: RunRow): Promise<RunTermsFrozen | Refusal> {
    const period = await findPeriod(tx, run.periodId);
    const source = await findPeriod(tx, run.patronagePeriodId);
    if (!period || !source) return new Refusal('NOT_FOUND', 'There is no such period.');
    if (run.mode === 'distribution' && period.state !== 'closed')
      return new Refusal(
        'PERIOD_OPEN',
        `${period.name} is still open; its records can change until it is closed.`,
      );
    const policy = readRunPolicy(run.policy);
    if (isRefusal(policy)) return policy;
    // What was entered before it was kept to what only the accounts know would go over records, seed and disputes.
    const faults = faultsOfFigures(run.figures as unknown as RunFigures);
    if (faults.length > 0)
      return new Refusal('INVALID_INPUT', 'Edit the run: its figures are not entered like this.', faults);
    const entered = await this.entered(tx, run);
    const paidBefore = await claimsPaidBy(
      tx,
      run.corrects === null ? [] : await entriesOfCorrected(tx, run.corrects),
    );
    const covered = await coveredByBooks(tx, entered, { currency: run.currency, paidBefore });
    if (covered !== true) return covered;
    const disputes = await disputesNow(tx, this.parties, source.id);
    const facts = {
      id: run.id,
      currency: run.currency,
      // A scenario is not drawn for anybody: its ties follow the run, and are drawn anew when the period closes.
      seed: run.mode === 'distribution' ? period.seed! : `scenario of ${source.id}`,
      period: { from: source.startsOn, to: source.endsOn },
      recordedResultMinor: period.resultMinor,
      entered,
      history: await historyOf(tx, period, policy, entered),
      disputes: disputes.open.map(disputeForEngine),
    };
    return { period, source, policy, entered, disputes, paidBefore, facts };
  }

  /** Whether a claim has been upheld since: it is the record, and a computation without it is of another one. */
  async upheldSince(tx: Tx, { source, disputes }: RunTermsFrozen): Promise<boolean> {
    const known = new Set(disputes.upheld.map(({ disputeId }) => disputeId));
    const { upheld } = await disputesNow(tx, this.parties, source.id);
    return upheld.some(({ disputeId }) => !known.has(disputeId));
  }

  /** The figures as they were entered, with the account key of who did; before that was kept, an officer. */
  private async entered(tx: Tx, run: RunRow): Promise<EnteredFigures> {
    const by = run.figuresEnteredBy;
    const keyed = by === null ? null : (await this.parties.keyedParties(tx, [by])).get(by);
    const at = run.figuresEnteredAt ?? run.createdAt;
    return {
      ...(run.figures as unknown as RunFigures),
      by: keyed ? accountKey(keyed) : 'an officer',
      at: at.toISOString(),
    };
  }

  /** The same participants as `freeze` finds, frozen a batch at a time by their party; those after one, or all. */
  async *inBatches(tx: Tx, terms: RunTermsFrozen, from: string | null): AsyncGenerator<FrozenBatch> {
    for (let next = this.batchAfter(tx, terms, from); ;) {
      const batch = await next;
      if (batch === null) return;
      // Read while this one is written elsewhere; whoever stops looking leaves it unread.
      next = this.batchAfter(tx, terms, batch.last);
      next.catch(() => undefined);
      yield batch;
    }
  }

  private async batchAfter(tx: Tx, terms: RunTermsFrozen, after: string | null): Promise<FrozenBatch | null> {
    const among = await this.parties.partiesAfter(tx, after, partiesPerBatch);
    if (among.length === 0) return null;
    const batch = await this.participants(tx, terms, among);
    const { participants: entered } = terms.entered;
    return {
      last: among.at(-1)!,
      participants: batch.map((one) => freezeParticipant(one, entered[one.key])),
    };
  }

  /** Everybody who takes part, or those of them who are `among` the parties given. */
  private async participants(
    tx: Tx,
    {
      source: period,
      policy: { full },
      disputes,
      paidBefore,
    }: Pick<RunTermsFrozen, 'source' | 'policy' | 'disputes' | 'paidBefore'>,
    among: readonly string[] | null = null,
  ): Promise<readonly KnownParticipant[]> {
    const { startsOn, endsOn } = period;
    const upheld = disputes.upheld.filter(({ partyId }) => among?.includes(partyId) ?? true);
    const bases = afterDisputes(await basesByParty(tx, period.id, among), upheld);
    const people = among
      ? await this.parties.takingPartAmong(tx, startsOn, endsOn, [...bases.keys()], among)
      : await this.parties.takingPart(tx, startsOn, endsOn, [...bases.keys()]);
    const unpaid = await balanceMap(tx, [claimFamilies.unpaidShares], null, among);
    const debts = pays(full, 'setOff') ? await balanceMap(tx, [claimFamilies.setOff], null, among) : null;
    const losses = pays(full, 'ownLosses')
      ? await balanceMap(tx, [claimFamilies.ownLosses], null, among)
      : null;
    const owed = (family: string, now: ReadonlyMap<string, bigint>, one: PartyInSpan): bigint =>
      positive((now.get(one.partyId) ?? 0n) + (paidBefore.get(`${family}:${accountKey(one)}`) ?? 0n));
    const consents = full.notices ? await consentsOn(tx, endsOn, among) : null;
    const capital = full.waterfall?.capitalInterest ? await capitalOf(tx, period, among) : null;
    const balances = full.loss ? await balanceMap(tx, [...paidUpCapital, ...retained], endsOn, among) : null;
    return people.map((one): KnownParticipant => ({
      ...known(one, period),
      bases: bases.get(one.partyId) ?? {},
      unpaidSharesMinor: owed(claimFamilies.unpaidShares, unpaid, one),
      debtsMinor: debts ? owed(claimFamilies.setOff, debts, one) : undefined,
      lossOwedMinor: losses ? owed(claimFamilies.ownLosses, losses, one) : undefined,
      consent: consents?.get(one.partyId),
      capital: capital?.get(one.partyId) ?? (capital ? { opening: 0n, movements: [] } : undefined),
      // Credits are what members own; what they own is never below nothing here.
      balanceMinor: balances ? positive(-(balances.get(one.partyId) ?? 0n)) : undefined,
    }));
  }
}

const pays = ({ waterfall }: Policy, claim: keyof typeof claimFamilies): boolean =>
  (waterfall?.pools ?? []).some((pool) => everyForm(pool).some(({ form }) => form === claim));

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

/** What the register says of somebody: whoever joined later was no member of this period. */
function known(one: PartyInSpan, period: PeriodRow) {
  const isMember = one.joinedOn !== null && one.joinedOn <= period.endsOn;
  const since = isMember ? one.standingSince : null;
  const kind = isMember
    ? ('member' as const)
    : one.partyKind === 'organisation'
      ? ('organisation' as const)
      : ('nonMember' as const);
  return {
    partyId: one.partyId,
    key: accountKey(one),
    kind,
    class: isMember ? one.class : null,
    joinedOn: isMember ? one.joinedOn : null,
    leftOn: one.standing === 'left' || one.standing === 'expelled' ? since : null,
    diedOn: one.standing === 'deceased' ? since : null,
    suspended: isMember && one.standing === 'suspended',
    seniorityYears: isMember ? one.completedYears : null,
  };
}

/** Net patronage by basis: records and counter-records together; what nets to nothing is left out. */
async function basesByParty(
  tx: Tx,
  periodId: string,
  among: readonly string[] | null,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const rows = await tx.sql<{ partyId: string; basis: string; net: bigint }>(
    `SELECT party_id AS "partyId", basis, sum(quantity_millionths)::bigint AS net FROM patronage_record
     WHERE cooperative_id = current_cooperative_id() AND period_id = $1 ${among ? 'AND party_id = ANY($2::uuid[])' : ''}
     GROUP BY party_id, basis HAVING sum(quantity_millionths) > 0 ORDER BY party_id, basis`,
    among ? [periodId, among] : [periodId],
  );
  const bases = new Map<string, Record<string, string>>();
  for (const { partyId, basis, net } of rows) {
    const own = bases.get(partyId);
    if (own) own[basis] = formatQuantity(net);
    else bases.set(partyId, { [basis]: formatQuantity(net) });
  }
  return bases;
}

/** What an upheld dispute says goes over what was recorded. */
function afterDisputes(
  recorded: ReadonlyMap<string, Readonly<Record<string, string>>>,
  upheld: DisputesNow['upheld'],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const bases = new Map(recorded);
  for (const { partyId, basis, quantityMillionths } of upheld) {
    const { [basis]: _, ...others } = bases.get(partyId) ?? {};
    const own = quantityMillionths === 0n ? {} : { [basis]: formatQuantity(quantityMillionths) };
    bases.set(partyId, { ...others, ...own });
  }
  return bases;
}

async function balanceMap(
  tx: Tx,
  families: readonly string[],
  on: string | null,
  among: readonly string[] | null = null,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = among
    ? await balancesOfSomeParties(tx, families, on, among)
    : await balancesByParty(tx, families, on);
  return new Map(rows.map(({ partyId, balanceMinor }) => [partyId, balanceMinor]));
}

/** Paid-up shares on the morning of the first day, and what moved on each day of the period. */
async function capitalOf(
  tx: Tx,
  { startsOn, endsOn }: PeriodRow,
  among: readonly string[] | null,
): Promise<ReadonlyMap<string, { opening: bigint; movements: Movement[] }>> {
  const closing = await balanceMap(tx, paidUpCapital, endsOn, among);
  const movements = among
    ? await movementsOfSomeParties(tx, paidUpCapital, { from: startsOn, to: endsOn }, among)
    : await movementsByParty(tx, paidUpCapital, startsOn, endsOn);
  const found = new Map<string, { opening: bigint; movements: Movement[] }>();
  for (const [partyId, balance] of closing) found.set(partyId, { opening: -balance, movements: [] });
  for (const { partyId, on, amountMinor } of movements) {
    const one = found.get(partyId) ?? { opening: 0n, movements: [] };
    one.opening += amountMinor;
    one.movements.push({ on, amount: -amountMinor });
    found.set(partyId, one);
  }
  return found;
}
