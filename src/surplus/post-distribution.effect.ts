import type { Ledger } from '../ledger/ledger.service.js';
import type { LineDraft } from '../ledger/domain/book.js';
import { recordAct } from '../audit/audit-record.js';
import { accountKey } from '../membership/shares/domain/account-key.js';
import type { PartyDirectory } from '../membership/shares/party-directory.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import type { ProposalEffect } from '../proposals/proposal-effects.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { amountInWords, termsInWords } from './domain/distribution-in-words.js';
import { parseDistributionPayload, type DistributionPayload } from './domain/distribution-payload.js';
import {
  distributeByPatronage,
  type DistributionShare,
  type PatronageClaim,
  type PatronageDistribution,
} from './domain/patronage-distribution.js';
import { insertDistribution, findDistributionOf, loadPatronage } from './distribution.store.js';
import { findPeriod, lockPeriod, surplusAccount, yearOf, type PeriodRow } from './surplus.rows.js';

export interface DistributionHands {
  readonly ledger: Ledger;
  readonly parties: PartyDirectory;
}

/**
 * The effect *post a distribution*: an adopted decision shares an amount by recorded patronage and books it, once.
 *
 * Checked when written: the period exists, the amount is positive and within bounds. Carried out when the period is
 * closed (PERIOD_OPEN), its result recorded (NO_RESULT), enough surplus is left (SURPLUS_TOO_SMALL) and somebody has
 * patronage of the kind (NO_PATRONAGE); otherwise it is blocked with that reason and can be tried again once mended.
 */
export function postDistributionEffect(hands: DistributionHands): ProposalEffect {
  return {
    kind: 'post-distribution',
    decisionKind: 'distribution',
    describe(payload) {
      const terms = parseDistributionPayload(payload);
      return isRefusal(terms) ? terms.message : termsInWords(terms);
    },
    async check(tx, payload) {
      const terms = parseDistributionPayload(payload);
      if (isRefusal(terms)) return terms;
      const period = await findPeriod(tx, terms.periodId);
      if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
      const currency = await homeCurrency(tx);
      return (
        terms.currency === null ||
        terms.currency === currency ||
        new Refusal('INVALID_INPUT', `A distribution is in the cooperative’s own currency, ${currency}.`)
      );
    },
    async carryOut(tx, viewer, { decisionId, payload, effectiveAt }) {
      const terms = parseDistributionPayload(payload);
      if (isRefusal(terms)) return terms;
      return carryOut(hands, tx, viewer, { decisionId, terms, effectiveAt });
    },
  };
}

interface Order {
  readonly decisionId: string;
  readonly terms: DistributionPayload;
  readonly effectiveAt: Date;
}

async function carryOut(
  hands: DistributionHands,
  tx: Tx,
  viewer: Viewer,
  order: Order,
): Promise<true | Refusal> {
  const period = await lockPeriod(tx, order.terms.periodId);
  if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
  if (await findDistributionOf(tx, order.decisionId)) return true;
  const currency = await homeCurrency(tx);
  const ready = await checkReady(hands, tx, period, order.terms, currency);
  if (ready !== true) return ready;
  const claims = await loadClaims(hands, tx, order.terms);
  if (claims.length === 0) {
    return new Refusal(
      'NO_PATRONAGE',
      `Nobody has patronage of the kind ${order.terms.basis} in ${period.name}.`,
    );
  }
  const result = distributeByPatronage({ ...order.terms, seed: period.seed! }, claims);
  return book(hands, tx, viewer, { order, period, currency, result });
}

async function checkReady(
  { ledger }: DistributionHands,
  tx: Tx,
  period: PeriodRow,
  terms: DistributionPayload,
  currency: string,
): Promise<true | Refusal> {
  if (period.state !== 'closed') {
    return new Refusal(
      'PERIOD_OPEN',
      `${period.name} is still open; its records can change until it is closed.`,
    );
  }
  if (period.resultMinor === null) {
    return new Refusal('NO_RESULT', `The audited result of ${period.name} has not been recorded.`);
  }
  const left = -(await ledger.balance(tx, surplusAccount(yearOf(period)), { periodId: period.id }));
  return (
    left >= terms.amountMinor ||
    new Refusal(
      'SURPLUS_TOO_SMALL',
      `${amountInWords(left, currency)} of the surplus of ${period.name} is left; the decision shares ${amountInWords(terms.amountMinor, currency)}.`,
    )
  );
}

/** Everybody with patronage of the kind, members or not, each under the key of their accounts. */
async function loadClaims(
  { parties }: DistributionHands,
  tx: Tx,
  terms: DistributionPayload,
): Promise<PatronageClaim[]> {
  const patronage = await loadPatronage(tx, terms.periodId, terms.basis);
  const keyed = await parties.keyedParties(
    tx,
    patronage.map((row) => row.partyId),
  );
  return patronage.map((row) => ({ ...row, accountKey: accountKey(keyed.get(row.partyId)!) }));
}

interface Result {
  readonly order: Order;
  readonly period: PeriodRow;
  readonly currency: string;
  readonly result: PatronageDistribution;
}

async function book(
  { ledger }: DistributionHands,
  tx: Tx,
  viewer: Viewer,
  all: Result,
): Promise<true | Refusal> {
  const { order, period, currency, result } = all;
  const distributionId = newId();
  const postedOn = await dayOf(tx, order.effectiveAt);
  const posted = await ledger.post(tx, viewer, {
    kind: 'distribution-posted',
    narration: `Surplus of ${period.name} shared by ${order.terms.basis}`,
    effectiveOn: postedOn,
    sourceType: 'distribution',
    sourceId: distributionId,
    lines: entryLines(period, order.terms.amountMinor, result.shares),
  });
  if (isRefusal(posted)) return posted;
  await insertDistribution(tx, {
    id: distributionId,
    decisionId: order.decisionId,
    terms: order.terms,
    currency,
    ledgerEntryId: posted.entryId,
    postedOn,
    result,
  });
  await recordAct(tx, viewer, {
    act: 'postDistribution',
    subjectType: 'distribution',
    subjectId: distributionId,
    data: {
      decisionId: order.decisionId,
      periodId: period.id,
      amountMinor: order.terms.amountMinor.toString(),
      inputsHash: result.inputsHash,
    },
  });
  return true;
}

/** One entry: the surplus is debited, each party credited with what is paid out and what is retained of the year. */
function entryLines(
  period: PeriodRow,
  amountMinor: bigint,
  shares: readonly DistributionShare[],
): LineDraft[] {
  const year = yearOf(period);
  const periodId = period.id;
  const credits = shares.flatMap(({ accountKey: key, partyId, cashMinor, retainedMinor }): LineDraft[] => [
    { account: { path: `liabilities:member-payable:${key}`, partyId }, amountMinor: -cashMinor, periodId },
    {
      account: { path: `equity:allocated:${year}:${key}`, partyId, year },
      amountMinor: -retainedMinor,
      periodId,
    },
  ]);
  return [
    { account: { path: surplusAccount(year), year }, amountMinor, periodId },
    ...credits.filter((line) => line.amountMinor !== 0n),
  ];
}

async function homeCurrency(tx: Tx): Promise<string> {
  const row = await tx.one<{ currency: string }>(
    `SELECT currency FROM cooperative WHERE id = current_cooperative_id()`,
  );
  return row!.currency;
}

/** The calendar date of the instant where the cooperative is. */
async function dayOf(tx: Tx, instant: Date): Promise<string> {
  const row = await tx.one<{ day: string }>(
    `SELECT ($1::timestamptz AT TIME ZONE time_zone)::date AS day FROM cooperative WHERE id = current_cooperative_id()`,
    [instant],
  );
  return row!.day;
}
