import { Inject, Injectable } from '@nestjs/common';
import { databaseNow } from '../../platform/database/database-now.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal, type Verdict } from '../../shared/refusal.js';
import { mayReadAllLines, mayReadPeriods, type WhyHidden } from '../surplus.policy.js';
import { enteredFactsOf, type EnteredFacts } from './computing/entered-facts.queries.js';
import { areOfFew, hiddenPoolsOf } from './few-sharers.queries.js';
import { MembersTurn } from './deciding/members-turn.js';
import { mayPrepareRuns, mayReadRun } from './run.policy.js';
import {
  runColumns,
  runLineColumns,
  runLineFormColumns,
  runProgressColumns,
  runTables,
  seenByMembers,
  type RunLineFormRow,
  type RunLineRow,
  type RunProgressRow,
  type RunRow,
} from './run.rows.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Runs as members read them. Who may not see gets null. */
@Injectable()
export class RunReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MembersTurn) private readonly turn: MembersTurn,
  ) {}

  /** Runs, the latest first; members see those in review and after, officers all. */
  async runs(
    scope: RequestScope,
    periodId: string | null,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<RunRow> | null> {
    const keyset = keysetOf(request, 1);
    if (!mayReadPeriods(scope.viewer) || isRefusal(keyset)) return null;
    const before = keyset.after?.[0] ?? lastId;
    if (!isId(before) || (periodId !== null && !isId(periodId))) return null;
    const tx = await this.work.read(scope);
    const condition = `r.cooperative_id = current_cooperative_id() AND ($1::uuid IS NULL OR r.period_id = $1)
      AND ($2::boolean OR ${seenByMembers})`;
    const seesAll = mayReadAllLines(scope.viewer);
    const rows = await tx.sql<RunRow>(
      `SELECT ${runColumns} FROM ${runTables} WHERE ${condition} AND r.id < $3 ORDER BY r.id DESC LIMIT $4`,
      [periodId, seesAll, before, keyset.limit + 1],
    );
    const total = counted
      ? (await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM distribution_run r WHERE ${condition}`,
          [periodId, seesAll],
        ))!.count
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total);
  }

  /** One run, batched. */
  async run(scope: RequestScope, id: string): Promise<RunRow | null> {
    if (!isId(id)) return null;
    const row = await scope
      .loader<string, RunRow | null>('distribution run', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<RunRow>(
          `SELECT ${runColumns} FROM ${runTables} WHERE r.cooperative_id = current_cooperative_id() AND r.id = ANY($1::uuid[])`,
          [ids],
        );
        const found = new Map(rows.map((one) => [one.id, one]));
        return ids.map((wanted) => found.get(wanted) ?? null);
      })
      .load(id.toLowerCase());
    return row && mayReadRun(scope.viewer, row) ? row : null;
  }

  /** The viewer's own lines of a run, batched: one for each pool they take part in, or are left out of. */
  async myLines(scope: RequestScope, run: RunRow): Promise<readonly RunLineRow[] | null> {
    const { partyId } = scope.viewer;
    if (partyId === null || !mayReadRun(scope.viewer, run)) return null;
    return scope
      .loader<string, readonly RunLineRow[]>('my run lines', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<RunLineRow>(
          `SELECT ${runLineColumns} FROM run_line l
           WHERE l.cooperative_id = current_cooperative_id() AND l.run_id = ANY($1::uuid[]) AND l.party_id = $2 ORDER BY l.pool`,
          [ids, partyId],
        );
        return ids.map((id) => rows.filter((row) => row.runId === id));
      })
      .load(run.id);
  }

  /** Everybody's lines, by pool and account key; for treasurer and auditor. */
  async lines(
    scope: RequestScope,
    run: RunRow,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<RunLineRow> | null> {
    const keyset = keysetOf(request, 2);
    if (!mayReadAllLines(scope.viewer) || isRefusal(keyset)) return null;
    const [pool, key] = keyset.after ?? ['', ''];
    const tx = await this.work.read(scope);
    const rows = await tx.sql<RunLineRow>(
      `SELECT ${runLineColumns} FROM run_line l
       WHERE l.cooperative_id = current_cooperative_id() AND l.run_id = $1
         AND (l.pool, l.key COLLATE "C") > ($2, $3 COLLATE "C") ORDER BY l.pool, l.key COLLATE "C" LIMIT $4`,
      [run.id, pool, key, keyset.limit + 1],
    );
    const total = counted
      ? (await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
          [run.id],
        ))!.count
      : null;
    return pageOf(rows, keyset, (row) => [row.pool, row.key], total);
  }

  /** In what form a line comes, batched. Whoever has the line may see its forms. */
  forms(scope: RequestScope, line: RunLineRow): Promise<readonly RunLineFormRow[]> {
    return scope
      .loader<string, readonly RunLineFormRow[]>('run line forms', async (wanted) => {
        const parts = wanted.map((one) => JSON.parse(one) as [string, string, string]);
        const tx = await this.work.read(scope);
        const rows = await tx.sql<RunLineFormRow>(
          `SELECT ${runLineFormColumns} FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS w(run_id, pool, party_id)
           JOIN run_line_form f ON f.cooperative_id = current_cooperative_id() AND f.run_id = w.run_id AND f.pool = w.pool
             AND f.party_id = w.party_id ORDER BY f.seq`,
          [0, 1, 2].map((place) => parts.map((one) => one[place])),
        );
        const found = new Map<string, RunLineFormRow[]>(wanted.map((one) => [one, []]));
        for (const row of rows) found.get(JSON.stringify([row.runId, row.pool, row.partyId]))?.push(row);
        return wanted.map((one) => found.get(one)!);
      })
      .load(JSON.stringify([line.runId, line.pool, line.partyId]));
  }

  /** Pools of a run whose rate, totals and forms the viewer is not told, with the reason; batched. */
  async hiddenPools(scope: RequestScope, runId: string): Promise<ReadonlyMap<string, WhyHidden>> {
    if (mayReadAllLines(scope.viewer)) return new Map();
    return scope
      .loader<string, ReadonlyMap<string, WhyHidden>>('hidden pools', async (ids) => {
        const hidden = await hiddenPoolsOf(await this.work.read(scope), ids);
        return ids.map((id) => hidden.get(id)!);
      })
      .load(runId);
  }

  /** Pools of a run with a form that fewer than five have something in, batched; for officers none. */
  async formsOfFew(
    scope: RequestScope,
    runId: string,
    forms: readonly { readonly pool: string; readonly form: string }[],
  ): Promise<ReadonlySet<string>> {
    if (mayReadAllLines(scope.viewer)) return new Set();
    const loader = scope.loader<string, boolean>('forms of few', async (asked) =>
      areOfFew(
        await this.work.read(scope),
        asked.map((one) => JSON.parse(one) as readonly string[]),
      ),
    );
    const found = await Promise.all(
      forms.map(async ({ pool, form }) =>
        (await loader.load(JSON.stringify([runId, pool, form]))) ? [pool] : [],
      ),
    );
    return new Set(found.flat());
  }

  /** What officers entered of whoever a line is of, batched. Whoever has the line may see it. */
  entered(scope: RequestScope, { runId, partyId }: RunLineRow): Promise<EnteredFacts | null> {
    return scope
      .loader<string, EnteredFacts | null>('entered facts', async (wanted) => {
        const parts = wanted.map((one) => JSON.parse(one) as { runId: string; partyId: string });
        const rows = await enteredFactsOf(await this.work.read(scope), parts);
        const found = new Map(rows.map((row) => [`${row.runId} ${row.partyId}`, row]));
        return parts.map((one) => found.get(`${one.runId} ${one.partyId}`) ?? null);
      })
      .load(JSON.stringify({ runId, partyId }));
  }

  /** How far the latest computation has come, batched; for officers. */
  async progress(scope: RequestScope, run: RunRow): Promise<RunProgressRow | null> {
    if (!mayReadAllLines(scope.viewer)) return null;
    return scope
      .loader<string, RunProgressRow | null>('run progress', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<RunProgressRow>(
          `SELECT ${runProgressColumns} FROM run_progress g
           WHERE g.cooperative_id = current_cooperative_id() AND g.run_id = ANY($1::uuid[])`,
          [ids],
        );
        const found = new Map(rows.map((row) => [row.runId, row]));
        return ids.map((id) => found.get(id) ?? null);
      })
      .load(run.id);
  }

  /** Whether officers may still change the run, and whether the viewer may return it to review; asked when it is shown. */
  async turnOf(scope: RequestScope, run: RunRow): Promise<Readonly<Record<'change' | 'giveBack', Verdict>>> {
    const tx = await this.work.read(scope);
    return {
      change: mayPrepareRuns(scope.viewer) === true ? await this.turn.mayStillBeChanged(tx, run) : true,
      giveBack: await this.turn.mayReturn(tx, scope.viewer, run),
    };
  }

  /** The instant it is now, read once for a request. */
  async now(scope: RequestScope): Promise<Date> {
    return scope
      .loader<string, Date>('now for runs', async (all) => {
        const now = await databaseNow(await this.work.read(scope));
        return all.map(() => now);
      })
      .load('now');
  }
}
