import { Inject, Injectable } from '@nestjs/common';
import { accountKey, type KeyedParty } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import {
  compareWithClass,
  type ClassComparison,
  type ClassTotals,
} from '../domain/review/class-comparison.js';
import { classesOfFew } from '../domain/run/pools-of-few.js';
import { alikeOf } from '../runs/few-sharers.queries.js';
import { mayReadAllLines } from '../surplus.policy.js';
import type { RunRow } from '../runs/run.rows.js';
import { formsByName, sumsOf } from './kept-comparisons.store.js';

/** What somebody got in an earlier period, over all pools. */
export interface EarlierAmount {
  readonly runId: string;
  readonly periodName: string;
  readonly amountMinor: bigint;
}
/** What a new computation changed for somebody. */
export interface AmountChange {
  readonly partyId: string;
  readonly key: string;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
  /** What is borne of a loss. */
  readonly borneBeforeMinor: bigint;
  readonly borneAfterMinor: bigint;
  /** What is posted however disputes end; null where it was not kept. */
  readonly leastBeforeMinor: bigint | null;
  readonly leastAfterMinor: bigint;
  readonly forms: readonly FormChange[];
}
/** Why nothing is told of a class: the viewer has none in the run, or what it gets would tell of fewer than five. */
export type WhyNoClass = 'none' | 'few';
/** What it changed in one form. */
export interface FormChange {
  readonly form: string;
  readonly kind: string | null;
  readonly year: number | null;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
}

/** The same, and one row for each form, kind and year of it, whose amounts are text. */
interface ChangeRow extends Omit<AmountChange, 'forms' | 'key'> {
  /** Null of who takes part no longer. */
  readonly key: string | null;
  readonly formsBefore: Readonly<Record<string, string>> | null;
  readonly formsAfter: Readonly<Record<string, string>>;
}
const changeColumns = `c.party_id AS "partyId", c.key, c.before_minor AS "beforeMinor", c.after_minor AS "afterMinor",
  c.borne_before_minor AS "borneBeforeMinor", c.borne_after_minor AS "borneAfterMinor",
  c.least_before_minor AS "leastBeforeMinor", c.least_after_minor AS "leastAfterMinor",
  c.forms_before AS "formsBefore", c.forms_after AS "formsAfter"`;

const ofComputation = `c.cooperative_id = current_cooperative_id() AND c.run_id = $1 AND c.computation = $2`;

/** By the pools, so that nobody else's forms are looked at. */
const ofOwnPools = `AND party_id = $2 AND pool = ANY(ARRAY(SELECT l.pool FROM run_line l
  WHERE l.cooperative_id = current_cooperative_id() AND l.run_id = $1 AND l.party_id = $2))`;

/** Where nothing changed for somebody, what they have is what they had. */
const unchanged = (tx: Tx, runId: string, partyId: string): Promise<ChangeRow | null> =>
  tx.one<ChangeRow>(
    `SELECT l.party_id AS "partyId", l.key, l.amount AS "beforeMinor", l.amount AS "afterMinor", l.borne AS "borneBeforeMinor",
       l.borne AS "borneAfterMinor", l.least AS "leastBeforeMinor", l.least AS "leastAfterMinor", f.forms AS "formsBefore", f.forms AS "formsAfter"
     FROM (SELECT party_id, min(key) AS key, ${sumsOf(`part = 'loss'`)} FROM run_line
         WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND party_id = $2 GROUP BY party_id) l,
       (SELECT coalesce(jsonb_object_agg(name, amount), '{}') AS forms FROM (${formsByName('run_line_form', ofOwnPools)}) a) f`,
    [runId, partyId],
  );

/** Every form of before and after, those that are alike too; none where those of before were not kept. */
function changeOf({ formsBefore, formsAfter, ...row }: ChangeRow, key: string): AmountChange {
  const names =
    formsBefore === null ? [] : [...new Set([...Object.keys(formsBefore), ...Object.keys(formsAfter)])];
  const forms = names.sort().map((name): FormChange => {
    const [form, kind, year] = name.split(':') as [string, string, string];
    return {
      ...{ form, kind: kind === '' ? null : kind, year: year === '' ? null : Number(year) },
      ...{ beforeMinor: BigInt(formsBefore?.[name] ?? 0), afterMinor: BigInt(formsAfter[name] ?? 0) },
    };
  });
  return { ...row, key, forms };
}

/** One's line beside what it was: in the period before, in one's class, before the last computation. */
@Injectable()
export class ComparisonReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /** The viewer's amount of the latest period before this one that was shared out; null when there is none. */
  async lastPeriod(scope: RequestScope, run: RunRow): Promise<EarlierAmount | null> {
    const tx = await this.work.read(scope);
    return tx.one<EarlierAmount>(
      `SELECT r.id AS "runId", p.name AS "periodName", coalesce(sum(l.amount_minor), 0)::bigint AS "amountMinor"
       FROM period own
       JOIN period p ON p.cooperative_id = own.cooperative_id AND p.ends_on < own.ends_on AND p.business_line = own.business_line
       JOIN distribution_run r ON r.cooperative_id = p.cooperative_id AND r.period_id = p.id
         AND r.state IN ('posted', 'paid', 'locked') AND NOT EXISTS (SELECT FROM distribution_run c
           WHERE c.cooperative_id = r.cooperative_id AND c.corrects = r.id AND c.state IN ('posted', 'paid', 'locked'))
       JOIN run_line l ON l.cooperative_id = r.cooperative_id AND l.run_id = r.id AND l.party_id = $2 AND l.part <> 'loss'
       WHERE own.cooperative_id = current_cooperative_id() AND own.id = $1
       GROUP BY r.id, p.name, p.ends_on ORDER BY p.ends_on DESC, r.id DESC LIMIT 1`,
      [run.periodId, scope.viewer.partyId],
    );
  }

  /** The viewer's class in this run, or why nothing is told of it: they have none, or it tells of too few. */
  async myClass(
    scope: RequestScope,
    run: RunRow,
  ): Promise<(ClassComparison & { readonly className: string }) | WhyNoClass> {
    const tx = await this.work.read(scope);
    const totals = await tx.one<ClassTotals & { className: string }>(
      `SELECT t.class AS "className", t.people, t.total_minor AS "totalMinor", t.median_minor AS "medianMinor"
       FROM run_participant p JOIN run_class_total t ON t.cooperative_id = p.cooperative_id AND t.run_id = p.run_id
         AND t.computation = $3 AND t.class = p.class
       WHERE p.cooperative_id = current_cooperative_id() AND p.run_id = $1 AND p.party_id = $2`,
      [run.id, scope.viewer.partyId, run.computation],
    );
    if (totals === null) return 'none';
    const told = compareWithClass(totals);
    if (told === null || classesOfFew(await alikeOf(tx, [run.id])).has(totals.className)) return 'few';
    return { ...told, className: totals.className };
  }

  /** What the last computation changed for the viewer; null before there have been two. */
  async myChange(scope: RequestScope, run: RunRow): Promise<AmountChange | null> {
    if (run.computation < 2 || scope.viewer.partyId === null) return null;
    const tx = await this.work.read(scope);
    const row = await tx.one<ChangeRow>(
      `SELECT ${changeColumns} FROM run_change c WHERE ${ofComputation} AND c.party_id = $3`,
      [run.id, run.computation, scope.viewer.partyId],
    );
    const own = row ?? (await unchanged(tx, run.id, scope.viewer.partyId));
    return own && (await this.changesNamed(tx, [own]))[0]!;
  }

  /** Who takes part no longer is known by the key that they have in the register. */
  private async changesNamed(tx: Tx, rows: readonly ChangeRow[]): Promise<readonly AmountChange[]> {
    const gone = rows.flatMap(({ key, partyId }) => (key === null ? [partyId] : []));
    const known =
      gone.length === 0 ? new Map<string, KeyedParty>() : await this.parties.keyedParties(tx, gone);
    return rows.map((row) => changeOf(row, row.key ?? accountKey(known.get(row.partyId)!)));
  }

  /** For whom the last computation changed something: first those who take part no longer, then by account key; for treasurer and auditor. */
  async changesOf(
    scope: RequestScope,
    run: RunRow,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<AmountChange> | null> {
    const keyset = keysetOf(request, 2);
    if (!mayReadAllLines(scope.viewer) || isRefusal(keyset)) return null;
    const [key, id] = keyset.after ?? ['', '00000000-0000-0000-0000-000000000000'];
    if (!isId(id!)) return null;
    const tx = await this.work.read(scope);
    const values = [run.id, run.computation];
    const rows = await tx.sql<ChangeRow>(
      `SELECT ${changeColumns} FROM run_change c
       WHERE ${ofComputation} AND (coalesce(c.key, '') COLLATE "C", c.party_id) > ($3 COLLATE "C", $4::uuid)
       ORDER BY coalesce(c.key, '') COLLATE "C", c.party_id LIMIT $5`,
      [...values, key, id, keyset.limit + 1],
    );
    const total = counted
      ? (await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM run_change c WHERE ${ofComputation}`,
          values,
        ))!.count
      : null;
    const sortedBy = new Map(rows.map(({ partyId, key: keyNow }) => [partyId, keyNow ?? '']));
    const changes = await this.changesNamed(tx, rows);
    return pageOf(changes, keyset, ({ partyId }) => [sortedBy.get(partyId)!, partyId], total);
  }
}
