import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { Bylaws } from '../../membership/bylaws.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { canonicalJson, sha256, type Json } from '../../shared/canonical-json.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { computeSurplus } from '../domain/compute-surplus.js';
import { testLiquidity } from '../domain/liquidity.js';
import { formatQuantity } from '../domain/quantity.js';
import { Ratio } from '../../shared/ratio.js';
import { findPolicy, policyFor, type FoundPolicy, type PolicyChoice } from './capital-policy.js';
import { mayKeepCapital } from './capital.policy.js';
import { currencyHere, holdCapital, lotsOf, type LotRow } from './capital.rows.js';
import { fromOldest } from './domain/redeem-lots.js';
import { testSolvency } from './domain/solvency.js';

export interface PlanRedemptionRequest extends PolicyChoice {
  readonly name: string;
  /** What may be paid back; the policy's own budget or target when absent. */
  readonly budgetMinor?: bigint | null;
  /** The base period of a base capital plan. */
  readonly periodId?: string | null;
  readonly assetsMinor: bigint;
  readonly debtsMinor: bigint;
  readonly leastEquityMinor?: bigint | null;
  readonly cashMinor: bigint;
  readonly cashReserveMinor?: bigint | null;
  readonly evidence: string;
  readonly idempotencyKey: string;
}
type Plan = Omit<PlanRedemptionRequest, 'idempotencyKey'>;
interface Computed {
  readonly method: string;
  readonly parts: readonly { readonly path: string; readonly paid: bigint; readonly lotDecided: boolean }[];
  readonly called: bigint;
}

/** What is paid back of members' capital, computed by the engine and tested, before anybody decides. */
@Injectable()
export class RedemptionPlanning {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /**
   * A plan with its hash; books nothing. Refusals: POLICY_UNKNOWN, POLICY_UNFIT, NOTHING_TO_REDEEM, INSOLVENT with the
   * most that can be paid. Too little cash at hand is a warning: the competent body may wait or pay in parts.
   */
  planRedemption(scope: RequestScope, { idempotencyKey, ...request }: PlanRedemptionRequest) {
    return this.work.command(
      scope,
      { act: 'planRedemption', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        const faults = planFaults(request);
        if (faults.length > 0)
          return new Refusal('INVALID_INPUT', 'Nothing can be planned with this.', faults);
        await holdCapital(tx);
        return this.plan(tx, viewer, request);
      },
    );
  }

  private async plan(tx: Tx, viewer: Viewer, request: Plan): Promise<{ redemptionId: string } | Refusal> {
    const policy = await findPolicy(tx, this.bylaws, request);
    if (isRefusal(policy)) return policy;
    const lots = (await lotsOf(tx, null)).filter(
      ({ balanceMinor, pledgedTo }) => balanceMinor > 0n && pledgedTo === null,
    );
    const calculation = await this.calculation(tx, request, policy, lots);
    const computed = compute(calculation, lots);
    if (isRefusal(computed)) return computed;
    const paid = computed.parts.reduce((sum, part) => sum + part.paid, 0n);
    if (paid === 0n) return new Refusal('NOTHING_TO_REDEEM', 'By this rule nothing is paid back now.');
    const tested = testsOf(request, paid);
    if (isRefusal(tested)) return tested;
    const redemptionId = newId();
    await insertPlan(tx, viewer, {
      redemptionId,
      request,
      policy,
      calculation,
      computed,
      lots,
      paid,
      ...tested,
    });
    await recordAct(tx, viewer, {
      act: 'planRedemption',
      subjectType: 'redemption',
      subjectId: redemptionId,
      data: { paidMinor: paid.toString(), lots: computed.parts.length },
    });
    return { redemptionId };
  }

  /** What the engine is given: the rule, and the lots or the members' use and balances. */
  private async calculation(
    tx: Tx,
    request: Plan,
    policy: FoundPolicy,
    lots: readonly LotRow[],
  ): Promise<Calculation> {
    const own = policyFor(policy, ['redemption']);
    const rule = (own.redemption ?? {}) as { readonly [key: string]: Json };
    const budget = request.budgetMinor ?? null;
    const redemption = budget === null ? rule : { ...rule, budget: budget.toString() };
    const isPlan = rule.method === 'baseCapitalPlan';
    const figures: { readonly [key: string]: Json } = isPlan
      ? { participants: await this.participants(tx, request, rule, lots) }
      : { lots: lots.filter((lot) => isRedeemable(lot, rule)).map(lotFigures) };
    const snapshot = { currency: await currencyHere(tx), seed: await seedHere(tx), ...figures };
    return { policy: own.redemption === undefined ? own : { ...own, redemption }, snapshot };
  }

  private async participants(
    tx: Tx,
    { periodId = null }: Plan,
    rule: { readonly [key: string]: Json },
    lots: readonly LotRow[],
  ): Promise<readonly Json[]> {
    const basis = typeof rule.basis === 'string' ? rule.basis : 'use';
    const used = await tx.sql<{ partyId: string; millionths: bigint }>(
      `SELECT party_id AS "partyId", sum(quantity_millionths)::bigint AS millionths FROM patronage_record
       WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND basis = $2 GROUP BY 1`,
      [isId(periodId ?? '') ? periodId : null, basis],
    );
    const balances = new Map<string, bigint>();
    for (const lot of lots) balances.set(lot.partyId, (balances.get(lot.partyId) ?? 0n) + lot.balanceMinor);
    const use = new Map(used.map(({ partyId, millionths }) => [partyId, millionths]));
    const everybody = [...new Set([...balances.keys(), ...use.keys()])];
    const keyed = await this.parties.keyedParties(tx, everybody);
    return everybody
      .map((partyId) => ({
        key: accountKey(keyed.get(partyId)!),
        bases: { [basis]: formatQuantity(use.get(partyId) ?? 0n) },
        balance: (balances.get(partyId) ?? 0n).toString(),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

interface Calculation {
  readonly policy: { readonly [key: string]: Json };
  readonly snapshot: { readonly [key: string]: Json };
}

/** A revolving fund pays retained years; by request goes whatever its holder asked for, unless it is mandatory. */
const isRedeemable = (lot: LotRow, { method }: { readonly [key: string]: Json }): boolean =>
  method === 'byRequest' ? lot.requestedOn !== null && !lot.mandatory : lot.kind === 'retained';

const lotFigures = (lot: LotRow): Json => ({
  ...{ key: lot.path, year: lot.year ?? 0, amount: lot.balanceMinor.toString(), kind: lot.kind },
  ...(lot.requestedOn === null ? {} : { requestedOn: lot.requestedOn }),
});

/** Ties of a cent are broken the same way for ever: nobody can plan again until favoured. */
async function seedHere(tx: Tx): Promise<string> {
  return (await tx.one<{ seed: string }>(`SELECT current_cooperative_id()::text AS seed`))!.seed;
}

function compute(calculation: Calculation, lots: readonly LotRow[]): Computed | Refusal {
  const computed = computeSurplus(calculation);
  if (isRefusal(computed)) return new Refusal('POLICY_UNFIT', computed.message, computed.details);
  const { redemption, baseCapitalPlan } = computed.result;
  const { method } = (calculation.policy.redemption ?? {}) as { method?: string };
  if (redemption)
    return {
      method: method!,
      called: 0n,
      parts: redemption.lots
        .filter(({ paid }) => paid > 0n)
        .map(({ key, paid, lotDecided }) => ({ path: key, paid, lotDecided })),
    };
  if (!baseCapitalPlan) return new Refusal('POLICY_UNFIT', 'The policy has no rule for paying capital back.');
  const parts = baseCapitalPlan.lines.flatMap(({ key, redeemed, lotDecided }) =>
    fromOldest(
      lots.filter((lot) => lot.key === key),
      redeemed,
    ).map((part) => ({ ...part, lotDecided })),
  );
  return { method: 'baseCapitalPlan', parts, called: baseCapitalPlan.called };
}

function testsOf(request: Plan, paid: bigint): { equityAfter: bigint; warnings: string[] } | Refusal {
  const { assetsMinor: assets, debtsMinor: debts, leastEquityMinor, cashMinor, cashReserveMinor } = request;
  const solvency = testSolvency({ assets, debts, leastEquity: leastEquityMinor ?? 0n }, paid);
  if (!solvency.ok)
    return new Refusal(
      'INSOLVENT',
      `Paying ${paid} minor units back would leave own means of ${solvency.equityAfter}; at most ${solvency.mostPayable} can be paid.`,
    );
  const rule = {
    allocations: paid,
    retention: Ratio.zero,
    minimumReserve: cashReserveMinor ?? 0n,
    ifShort: 'scale',
  } as const;
  const liquidity = testLiquidity(rule, cashMinor);
  const warnings = liquidity.ok
    ? []
    : [
        `Cash above the least reserve is ${liquidity.distributableCash} minor units, less than the ${paid} paid back.`,
      ];
  return { equityAfter: solvency.equityAfter, warnings };
}

function planFaults(request: Plan): string[] {
  const amounts = [
    request.assetsMinor,
    request.debtsMinor,
    request.cashMinor,
    request.leastEquityMinor ?? 0n,
  ];
  const more = [request.cashReserveMinor ?? 0n, request.budgetMinor ?? 0n];
  return [
    ...(cleanLine(request.name, 100) === null ? ['name: one line of at most 100 characters.'] : []),
    ...(cleanLine(request.evidence, 500) === null ? ['evidence: one line of at most 500 characters.'] : []),
    ...([...amounts, ...more].some((amount) => amount < 0n) ? ['An amount is not negative.'] : []),
  ];
}

interface NewPlan {
  readonly redemptionId: string;
  readonly request: Plan;
  readonly policy: FoundPolicy;
  readonly calculation: Calculation;
  readonly computed: Computed;
  readonly lots: readonly LotRow[];
  readonly paid: bigint;
  readonly equityAfter: bigint;
  readonly warnings: readonly string[];
}

async function insertPlan(tx: Tx, viewer: Viewer, plan: NewPlan): Promise<void> {
  const { redemptionId, request, policy, computed, paid } = plan;
  const held = new Map(plan.lots.map((lot) => [lot.path, lot]));
  const parts = computed.parts.map((part) => ({ ...held.get(part.path)!, ...part }));
  const capital = plan.lots.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0n);
  const calculation = canonicalJson({ ...plan.calculation });
  const bound = parts.map(({ path, paid: of }) => `${path} ${of}`).join('\n');
  const currency = (plan.calculation.snapshot.currency as string) ?? '';
  await tx.sql(
    `INSERT INTO redemption (cooperative_id, id, name, method, currency, policy_key, policy_version, calculation, hash, paid_minor,
       capital_after_minor, called_minor, equity_after_minor, evidence, warnings, planned_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[redemptionId, cleanLine(request.name, 100), computed.method, currency],
      ...[policy.key, policy.version, calculation, sha256(`${calculation}\n${bound}`), paid.toString()],
      ...[(capital - paid).toString(), computed.called.toString(), plan.equityAfter.toString()],
      ...[cleanLine(request.evidence, 500), plan.warnings, viewer.membershipId],
    ],
  );
  await tx.sql(
    `INSERT INTO redemption_line (cooperative_id, redemption_id, account_id, path, party_id, key, year, qualified, balance_minor, paid_minor, lot_decided)
     SELECT current_cooperative_id(), $1, r.* FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::int[], $7::boolean[], $8::bigint[], $9::bigint[], $10::boolean[])
       AS r(account_id, path, party_id, key, year, qualified, balance_minor, paid_minor, lot_decided)`,
    [
      ...[
        redemptionId,
        parts.map(({ id }) => id),
        parts.map(({ path }) => path),
        parts.map(({ partyId }) => partyId),
      ],
      ...[
        parts.map(({ key }) => key),
        parts.map(({ year }) => year),
        parts.map(({ qualified }) => qualified),
      ],
      ...[parts.map((part) => part.balanceMinor.toString()), parts.map((part) => part.paid.toString())],
      parts.map(({ lotDecided }) => lotDecided),
    ],
  );
}
