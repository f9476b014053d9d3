import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/ledger.service.js';
import { Bylaws } from '../../membership/bylaws.js';
import { standingSince } from '../../membership/membership-end.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { findShareholder } from '../../membership/shares/share.queries.js';
import type { Tx } from '../../platform/database/transaction.js';
import { canonicalJson, sha256, type Json } from '../../shared/canonical-json.js';
import { isId } from '../../shared/ids.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { applyPreset } from '../domain/apply-preset.js';
import { computeSurplus } from '../domain/compute-surplus.js';
import { readInput } from '../domain/input/read-input.js';
import type { Instalment } from '../domain/instalments.js';
import { findPolicy, policyFor, type FoundPolicy, type PolicyChoice } from './capital-policy.js';
import { currencyHere, lotsOf, type LotRow } from './capital.rows.js';
import { standingOfReason, type LeavingReason } from './domain/exit-reasons.js';
import { debtInBooks } from './member-debts.js';

export interface ExitFacts extends PolicyChoice {
  readonly membershipId: string;
  readonly reason: LeavingReason;
  /** The day from which months are counted, where it is not the day of leaving. */
  readonly countsFrom?: string | null;
  readonly minimumStayBroken?: boolean | null;
  readonly lossesToBearMinor?: bigint | null;
  readonly lossYear?: number | null;
  readonly debtsMinor?: bigint | null;
  readonly heirs?: readonly { readonly ref: string; readonly part: string }[] | null;
  readonly rates?: readonly { readonly name: string; readonly rate: string }[] | null;
}
export interface ComputedPayee {
  readonly partyId: string;
  readonly key: string;
  readonly amount: bigint;
  readonly instalments: readonly Instalment[];
}
export interface ComputedExit {
  readonly partyId: string;
  readonly key: string;
  readonly leftOn: string;
  readonly currency: string;
  readonly policy: FoundPolicy;
  readonly lots: readonly LotRow[];
  readonly lossDebt: bigint;
  /** Other debts that the books hold. */
  readonly debt: bigint;
  /** What the engine was given, and its hash: the same figures give the same settlement. */
  readonly calculation: Json;
  readonly hash: string;
  readonly amounts: ExitAmounts;
  readonly payees: readonly ComputedPayee[];
  readonly warnings: readonly string[];
  /** The yearly interest of the schedule, for payments brought forward. */
  readonly interest: { readonly rate: Ratio; readonly on: 'outstanding' | 'instalment' };
}
export interface ExitAmounts {
  readonly balance: bigint;
  readonly losses: bigint;
  readonly lossOwed: bigint;
  readonly deduction: bigint;
  readonly discount: bigint;
  readonly setOff: bigint;
  readonly payable: bigint;
  readonly owed: bigint;
}

/** A settlement from what the books and the register say today; computed by the engine alone. */
@Injectable()
export class ExitComputing {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /** Refusals: NOT_FOUND, NOT_LEFT, REASON_CONTRADICTS, NOTHING_TO_SETTLE, LOT_PLEDGED, those of policy and engine. */
  async compute(tx: Tx, facts: ExitFacts): Promise<ComputedExit | Refusal> {
    const leaver = await this.leaver(tx, facts);
    if (isRefusal(leaver)) return leaver;
    const policy = await findPolicy(tx, this.bylaws, facts);
    if (isRefusal(policy)) return policy;
    const heirs = await this.heirs(tx, facts);
    if (isRefusal(heirs)) return heirs;
    const lossDebt = await this.ledger.balance(tx, `assets:receivable:member-loss:${leaver.key}`);
    const debt = await debtInBooks(tx, leaver.partyId);
    const currency = await currencyHere(tx);
    // Of debts those in the books, unless somebody says what of them, and of the general accounts', is due.
    const obligations = lossDebt + (facts.debtsMinor ?? debt);
    const snapshot = snapshotOf(facts, leaver, obligations, currency, heirs);
    const calculation = { policy: policyFor(policy, ['exit']), snapshot };
    const computed = settle(calculation, facts, leaver, heirs);
    if (isRefusal(computed)) return computed;
    const hash = sha256(canonicalJson(calculation));
    return { ...leaver, currency, policy, lossDebt, debt, calculation, hash, ...computed };
  }

  private async leaver(tx: Tx, facts: ExitFacts): Promise<Leaver | Refusal> {
    const holder = isId(facts.membershipId) ? await findShareholder(tx, facts.membershipId) : null;
    const end = holder && (await standingSince(tx, facts.membershipId));
    if (!holder || !end) return new Refusal('NOT_FOUND', 'There is no such membership.');
    if (!Object.values(standingOfReason).includes(end.standing))
      return new Refusal('NOT_LEFT', 'This membership has not ended; there is nothing to settle yet.');
    if (standingOfReason[facts.reason] !== end.standing)
      return new Refusal('REASON_CONTRADICTS', `The register says ${end.standing} since ${end.since}.`);
    const key = accountKey((await this.parties.keyedParties(tx, [holder.partyId])).get(holder.partyId)!);
    const lots = (await lotsOf(tx, [holder.partyId])).filter(({ balanceMinor }) => balanceMinor > 0n);
    if (lots.length === 0)
      return new Refusal('NOTHING_TO_SETTLE', 'This member holds no capital that is paid up.');
    const pledged = lots.filter(({ pledgedTo }) => pledgedTo !== null).map(({ path }) => `${path}.`);
    if (pledged.length > 0)
      return new Refusal(
        'LOT_PLEDGED',
        'A lot is pledged; whoever holds the pledge must release it first.',
        pledged,
      );
    return { partyId: holder.partyId, key, lots, leftOn: end.since };
  }

  /** Heirs by their references, each under the key of their own accounts. */
  private async heirs(tx: Tx, { heirs }: ExitFacts): Promise<readonly Heir[] | Refusal> {
    const named = heirs ?? [];
    const found = await this.parties.partiesByRef(
      tx,
      named.map(({ ref }) => ref),
    );
    const unknown = named.filter(({ ref }) => !found.has(ref));
    if (unknown.length > 0)
      return new Refusal(
        'INVALID_INPUT',
        'Every heir is kept as a party, or is a member.',
        unknown.map(({ ref }) => `Nobody is kept under the reference “${ref.slice(0, 40)}”.`),
      );
    const keyed = await this.parties.keyedParties(tx, [...found.values()]);
    return named.map(({ ref, part }) => {
      const partyId = found.get(ref)!;
      return { partyId, key: accountKey(keyed.get(partyId)!), part };
    });
  }
}

interface Leaver {
  readonly partyId: string;
  readonly key: string;
  readonly lots: readonly LotRow[];
  readonly leftOn: string;
}
interface Heir {
  readonly partyId: string;
  readonly key: string;
  readonly part: string;
}

function snapshotOf(
  facts: ExitFacts,
  { key, lots, leftOn }: Leaver,
  obligations: bigint,
  currency: string,
  heirs: readonly Heir[],
): { readonly [key: string]: Json } {
  const from = facts.countsFrom ?? leftOn;
  const exit = {
    ...{ key, reason: facts.reason, leftOn: from },
    minimumStayBroken: facts.minimumStayBroken ?? false,
    lots: lots.map((lot) => ({
      ...{ key: lot.path, year: lot.year ?? Number(leftOn.slice(0, 4)), kind: lot.kind },
      ...{ amount: lot.balanceMinor.toString(), mandatory: lot.mandatory },
    })),
    obligations: obligations.toString(),
    lossesToBear: (facts.lossesToBearMinor ?? 0n).toString(),
    ...(heirs.length > 0 ? { heirs: heirs.map(({ key: heir, part }) => ({ key: heir, part })) } : {}),
  };
  const rates = Object.fromEntries((facts.rates ?? []).map(({ name, rate }) => [name, rate]));
  return { currency, seed: facts.membershipId, exits: [exit], ...(facts.rates?.length ? { rates } : {}) };
}

type Settled = Pick<ComputedExit, 'amounts' | 'payees' | 'warnings' | 'interest'>;

function settle(
  calculation: { policy: { readonly [key: string]: Json }; snapshot: { readonly [key: string]: Json } },
  facts: ExitFacts,
  leaver: Leaver,
  heirs: readonly Heir[],
): Settled | Refusal {
  const computed = computeSurplus(calculation);
  if (isRefusal(computed)) return new Refusal('POLICY_UNFIT', computed.message, computed.details);
  const settlement = computed.result.exits?.[0];
  if (!settlement) return new Refusal('POLICY_UNFIT', 'The policy has no rule for leaving.');
  const said = computed.checks.filter(({ outcome }) => outcome !== 'pass');
  const words = said.map(({ message, detail, article }) => `${message} ${detail ?? ''} (${article})`);
  if (computed.verdict === 'block')
    return new Refusal('CHECKS_BLOCK', 'A rule of law or of the bylaws forbids this settlement.', words);
  const payees = payeesOf(calculation, settlement, leaver, heirs);
  if (isRefusal(payees)) return payees;
  const lossOwed = (facts.lossesToBearMinor ?? 0n) - settlement.losses;
  const { balance, losses, deduction, discount, setOff, payable, owed } = settlement;
  const amounts = { balance, losses, lossOwed, deduction, discount, setOff, payable, owed };
  return { amounts, payees, warnings: words, interest: interestOf(calculation) };
}

/** The interest that the policy, or its preset, gives; the engine has read both without fault. */
function interestOf(calculation: { readonly [key: string]: Json }): ComputedExit['interest'] {
  const read = readInput(calculation);
  const applied = isRefusal(read) ? read : applyPreset(read.policy);
  if (isRefusal(read) || isRefusal(applied)) throw new Error('what was computed does not read');
  const rule = applied.policy.exit?.interest;
  const named = rule?.named === undefined ? undefined : read.snapshot.rates?.get(rule.named);
  return { rate: rule?.rate ?? named ?? Ratio.zero, on: rule?.on ?? 'instalment' };
}

/** Who is paid, and when: the one who left, or each heir by the same schedule on their own part. */
function payeesOf(
  {
    policy,
    snapshot,
  }: { policy: { readonly [key: string]: Json }; snapshot: { readonly [key: string]: Json } },
  settlement: {
    readonly payable: bigint;
    readonly instalments: readonly Instalment[];
    readonly heirs: readonly { key: string; amount: bigint }[];
  },
  leaver: Leaver,
  heirs: readonly Heir[],
): readonly ComputedPayee[] | Refusal {
  if (heirs.length === 0)
    return [{ ...leaver, amount: settlement.payable, instalments: settlement.instalments }];
  const [exit] = snapshot.exits as readonly { readonly [key: string]: Json }[];
  const { reason, leftOn } = exit!;
  const payees: ComputedPayee[] = [];
  for (const { key, amount } of settlement.heirs) {
    // The part is settled already: only its schedule is computed, as of a balance from which nothing is taken.
    const part = { key, reason: 'death', leftOn: leftOn!, balance: amount.toString() };
    const alone = computeSurplus({
      policy: policy.exit === undefined ? policy : { ...policy, exit: scheduleOf(policy.exit) },
      snapshot: { ...snapshot, exits: [{ ...part, reason: reason! }] },
    });
    if (isRefusal(alone)) return new Refusal('POLICY_UNFIT', alone.message, alone.details);
    const { partyId } = heirs.find((heir) => heir.key === key)!;
    payees.push({ partyId, key, amount, instalments: alone.result.exits![0]!.instalments });
  }
  return payees;
}

function scheduleOf(exit: Json): Json {
  if (typeof exit !== 'object' || exit === null || Array.isArray(exit)) return exit;
  const taken = ['deductions', 'discount', 'setOff'];
  return Object.fromEntries(Object.entries(exit).filter(([name]) => !taken.includes(name)));
}
