import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal } from '../../shared/refusal.js';
import { CapitalReading } from '../capital/capital-reading.js';
import type { RollForward } from '../capital/domain/roll-forward.js';
import type { Policy } from '../domain/input/policy-schema.js';
import { readRunPolicy } from '../domain/run/run-policy.js';
import { RunReading } from '../runs/run-reading.js';
import { findRun, type RunRow } from '../runs/run.rows.js';
import { SurplusReading } from '../surplus-reading.js';
import { whyTotalHidden, type WhyHidden } from '../surplus.policy.js';
import { findPeriod, type PeriodRow } from '../surplus.rows.js';
import { fractionOf, type DisputesEnded } from './domain/member-figures.js';
import { mayReadStatement } from './statement.policy.js';
import {
  capitalAdded,
  disputesEnded,
  findParticipant,
  partsOf,
  paymentOf,
  vintagesRolled,
  yearsOf,
  type ParticipantRow,
  type PartRow,
  type PaymentRow,
  type Vintage,
  type YearRow,
} from './statement.rows.js';

/** How many years a statement looks back, its own among them. */
const yearsOfHistory = 5;

export interface ActivityRow {
  readonly basis: string;
  readonly quantity: string;
  /** Everybody's; null where a sum would show what single members did. */
  readonly total: string | null;
  readonly fraction: string | null;
  readonly whyHidden: WhyHidden | null;
}
/** A statement with everything that it is told from, read in one transaction. */
export interface Statement {
  readonly run: RunRow;
  readonly period: PeriodRow;
  readonly participant: ParticipantRow;
  readonly policy: Policy | null;
  readonly parts: readonly PartRow[];
  readonly payment: PaymentRow;
  readonly disputes: DisputesEnded;
  /** What is on the capital account of it; null before it is in the books. */
  readonly capitalAddedMinor: bigint | null;
  readonly capital: RollForward;
  readonly vintages: readonly Vintage[];
  /** Pools of which the viewer is told neither rate nor part, as in the run itself: few share in them, or the difference to others would tell of few. */
  readonly hiddenPools: ReadonlyMap<string, WhyHidden>;
}
export interface StatementYear extends YearRow {
  readonly ofSurplus: string | null;
  readonly closingMinor: bigint;
}

/** Members' statements. Who may not see, and who took no part, gets null. */
@Injectable()
export class StatementReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RunReading) private readonly runs: RunReading,
    @Inject(SurplusReading) private readonly surplus: SurplusReading,
    @Inject(CapitalReading) private readonly capital: CapitalReading,
  ) {}

  /** One's own statement, or by account key somebody's for treasurer and auditor. */
  async statement(scope: RequestScope, runId: string, key: string | null): Promise<Statement | null> {
    const { partyId, cooperativeId } = scope.viewer;
    if (!isId(runId) || cooperativeId === null || (key === null && partyId === null)) return null;
    // No account has another spelling, and the database takes no NUL.
    if (key !== null && !/^[a-z0-9-]{1,60}$/.test(key)) return null;
    const tx = await this.work.read(scope);
    const run = await findRun(tx, runId);
    const participant =
      run && (await findParticipant(tx, run.id, key === null ? { partyId: partyId! } : { key }));
    if (!run || !participant || run.state === 'draft') return null;
    if (!mayReadStatement(scope.viewer, run, participant.partyId)) return null;
    return this.read(tx, scope, run, participant);
  }

  private async read(
    tx: Tx,
    scope: RequestScope,
    run: RunRow,
    participant: ParticipantRow,
  ): Promise<Statement> {
    const period = (await findPeriod(tx, run.periodId))!;
    const { partyId } = participant;
    const interval = { from: period.startsOn, to: period.endsOn, knownAt: null };
    return {
      ...{ run, period, participant, policy: policyOf(run) },
      parts: await partsOf(tx, run.id, partyId),
      payment: await paymentOf(tx, run.periodId, partyId),
      disputes: await disputesEnded(tx, run.id, partyId),
      capitalAddedMinor: await capitalAdded(tx, run, partyId),
      capital: await this.capital.rollForward(scope, partyId, interval),
      vintages: await vintagesRolled(tx, partyId, period.startsOn, period.endsOn),
      hiddenPools: await this.runs.hiddenPools(scope, run.id),
    };
  }

  /** What one did by each basis, beside everybody's where a sum may be shown. */
  async activity(scope: RequestScope, { run, participant }: Statement): Promise<readonly ActivityRow[]> {
    const own = (participant.facts.bases ?? {}) as Readonly<Record<string, string>>;
    const source = await findPeriod(await this.work.read(scope), run.patronagePeriodId);
    const totals = await this.surplus.patronageTotals(scope, run.patronagePeriodId);
    return Object.entries(own).map(([basis, text]): ActivityRow => {
      const quantity = Ratio.parse(text)!;
      const found = totals.find((one) => one.basis === basis) ?? nothingOnRecord;
      const whyHidden = whyTotalHidden(scope.viewer, { ...found, state: source!.state });
      const told = { basis, quantity: quantity.toString(), whyHidden };
      if (whyHidden !== null) return { ...told, total: null, fraction: null };
      const total = Ratio.of(found.totalMillionths, 1_000_000n);
      return { ...told, total: total.toString(), fraction: fractionOf(quantity, total) };
    });
  }

  /** This year and up to four before it: surplus, one's own part, and the balance at the end of each. */
  async history(
    scope: RequestScope,
    { run, participant: { partyId } }: Statement,
  ): Promise<readonly StatementYear[]> {
    const years = await yearsOf(await this.work.read(scope), run, partyId, yearsOfHistory);
    return Promise.all(
      years.map(async (year): Promise<StatementYear> => {
        const until = { from: null, to: year.endsOn, knownAt: null };
        const { closingMinor } = await this.capital.rollForward(scope, partyId, until);
        const ofSurplus = fractionOf(Ratio.of(year.allocatedMinor), Ratio.of(year.surplusMinor));
        return { ...year, ofSurplus, closingMinor };
      }),
    );
  }
}

const nothingOnRecord = { participants: 0, totalMillionths: 0n, tellsOfFew: null };

/** The policy with its preset; null of a run that was carried over from before there were policies. */
export function policyOf(run: RunRow): Policy | null {
  const policy = readRunPolicy(run.policy);
  return isRefusal(policy) ? null : policy.full;
}
