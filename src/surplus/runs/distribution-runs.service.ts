import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { isRuleKey } from '../../membership/domain/bylaw-rule.js';
import { Bylaws } from '../../membership/bylaws.js';
import { MemberRegister } from '../../membership/member-register.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { mayBeRecomputed, mayBeWithdrawn, type RunMode } from '../domain/run/run-lifecycle.js';
import { readRunPolicy, readRunPolicyText, type RunPolicy } from '../domain/run/run-policy.js';
import { faultsOfFigures, type JsonObject, type RunFigures } from '../domain/run/run-snapshot.js';
import { findPeriod } from '../surplus.rows.js';
import { mayPrepareRuns } from './run.policy.js';
import { MembersTurn } from './deciding/members-turn.js';
import { findRun, isCorrected, lockRun, type RunRow } from './run.rows.js';
import { insertRun, type NewRun } from './run.store.js';

/** Where a run's policy comes from: a rule of the bylaws, or a text of its own. */
export type PolicySource = { readonly bylaw: string } | { readonly text: string };
export interface RunDraft {
  readonly name: string;
  readonly policy: PolicySource;
  /** Null: as they stand, of the run that is changed or of the one that is corrected; what members chose is among them. */
  readonly figures: RunFigures | null;
}
export interface NewRunDraft extends RunDraft {
  readonly periodId: string;
  readonly mode: RunMode;
  /** For a scenario: whose patronage stands for that of the period to come. */
  readonly patronagePeriodId?: string | null;
  /** The run that this one corrects, when something of it has been paid. */
  readonly corrects?: string | null;
}
export interface RunDone {
  readonly runId: string;
}
export const bylawPolicyPrefix = 'surplus-policy/';
export const runNotFound = (): Refusal =>
  new Refusal('NOT_FOUND', 'There is no such run, or it is not yours to see.');

type Terms = Pick<NewRun, 'name' | 'policy' | 'policyKey' | 'policyVersion' | 'policyHash' | 'figures'>;

/** Preparing a run: its policy and its figures, until the vote binds them. */
@Injectable()
export class DistributionRuns {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(MemberRegister) private readonly register: MemberRegister,
    @Inject(MembersTurn) private readonly turn: MembersTurn,
  ) {}

  /** Writes a run down for a period; nothing is computed yet. */
  draftRun(scope: RequestScope, draft: NewRunDraft, idempotencyKey: string): Promise<RunDone | Refusal> {
    const options = { act: 'draftRun', idempotencyKey, request: draft };
    return this.work.command(scope, options, async (tx, viewer) => {
      const permitted = mayPrepareRuns(viewer);
      if (permitted !== true) return permitted;
      const periods = await this.periodsOf(tx, draft);
      if (isRefusal(periods)) return periods;
      const corrected = periods.corrects === null ? null : await findRun(tx, periods.corrects);
      const terms = await this.readTerms(tx, draft, corrected);
      if (isRefusal(terms)) return terms;
      const { currency } = (await this.register.cooperative(tx))!;
      const run: NewRun = { ...terms, ...periods, id: newId(), mode: draft.mode, currency };
      await insertRun(tx, viewer, run);
      await recordRunAct(tx, viewer, 'draftRun', run.id, {
        periodId: run.periodId,
        mode: run.mode,
        policyHash: run.policyHash,
      });
      return { runId: run.id };
    });
  }

  /** Changes name, policy or figures; the run is computed anew before members see it. */
  editRun(scope: RequestScope, runId: string, draft: RunDraft): Promise<RunDone | Refusal> {
    return this.change(scope, 'editRun', runId, mayBeRecomputed, async (tx, viewer, run) => {
      const terms = await this.readTerms(tx, draft, run);
      if (isRefusal(terms)) return terms;
      await tx.sql(
        `UPDATE distribution_run SET state = 'draft', name = $2, policy = $3, policy_key = $4, policy_version = $5, policy_hash = $6,
           figures = $7, figures_entered_by = CASE WHEN figures = $7 THEN figures_entered_by ELSE $8 END,
           figures_entered_at = CASE WHEN figures = $7 THEN figures_entered_at ELSE rochdale_now() END
         WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [
          run.id,
          terms.name,
          JSON.stringify(terms.policy),
          terms.policyKey,
          terms.policyVersion,
          terms.policyHash,
          JSON.stringify(terms.figures),
          viewer.partyId,
        ],
      );
      await recordRunAct(tx, viewer, 'editRun', run.id, { policyHash: terms.policyHash });
      return { runId: run.id };
    });
  }

  /** Gives a run up before it has been adopted; it stays on record. */
  withdrawRun(scope: RequestScope, runId: string): Promise<RunDone | Refusal> {
    return this.change(scope, 'withdrawRun', runId, mayBeWithdrawn, async (tx, viewer, run) => {
      await tx.sql(
        `UPDATE distribution_run SET state = 'withdrawn' WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [run.id],
      );
      await recordRunAct(tx, viewer, 'withdrawRun', run.id, {});
      return { runId: run.id };
    });
  }

  /** One act of the treasurer on a locked run whose state lets it. */
  private change(
    scope: RequestScope,
    act: string,
    runId: string,
    possible: (run: RunRow) => true | Refusal,
    write: (tx: Tx, viewer: Viewer, run: RunRow) => Promise<RunDone | Refusal>,
  ): Promise<RunDone | Refusal> {
    return this.work.command(scope, { act }, async (tx, viewer) => {
      const permitted = mayPrepareRuns(viewer);
      if (permitted !== true) return permitted;
      const run = isId(runId) ? await lockRun(tx, runId) : null;
      if (!run) return runNotFound();
      const verdict = possible(run);
      if (verdict !== true) return verdict;
      const turn = await this.turn.mayStillBeChanged(tx, run);
      return turn === true ? write(tx, viewer, run) : turn;
    });
  }

  private async periodsOf(
    tx: Tx,
    draft: NewRunDraft,
  ): Promise<Pick<NewRun, 'periodId' | 'patronagePeriodId' | 'corrects'> | Refusal> {
    const period = isId(draft.periodId) ? await findPeriod(tx, draft.periodId) : null;
    if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
    const from = draft.patronagePeriodId ?? draft.periodId;
    if (from !== draft.periodId && draft.mode === 'distribution')
      return new Refusal('INVALID_INPUT', 'A distribution is shared by the patronage of its own period.', [
        'patronagePeriodId: only for a scenario.',
      ]);
    const source = isId(from) ? await findPeriod(tx, from) : null;
    if (!source) return new Refusal('NOT_FOUND', 'There is no such period.');
    const corrects = await this.corrected(tx, draft, period.id);
    return isRefusal(corrects) ? corrects : { periodId: period.id, patronagePeriodId: source.id, corrects };
  }

  /** A correction is of a run of the same period that is in the books. */
  private async corrected(tx: Tx, draft: NewRunDraft, periodId: string): Promise<string | null | Refusal> {
    if (!draft.corrects) return null;
    const run = isId(draft.corrects) ? await findRun(tx, draft.corrects) : null;
    if (!run || run.periodId !== periodId) return runNotFound();
    if (!['posted', 'paid', 'locked'].includes(run.state) || draft.mode !== 'distribution')
      return new Refusal('RUN_NOT_POSTED', 'Only a run that is in the books can be corrected.');
    return (await isCorrected(tx, run.id))
      ? new Refusal('RUN_IS_FINAL', 'Another run has corrected this one: correct that one.')
      : run.id;
  }

  private async readTerms(
    tx: Tx,
    draft: RunDraft,
    standing: Pick<RunRow, 'figures'> | null,
  ): Promise<Terms | Refusal> {
    const name = cleanLine(draft.name, 100);
    const entered = standing?.figures as unknown as RunFigures | undefined;
    const figures = draft.figures ?? entered ?? { figures: {}, participants: {} };
    const faults = [
      ...(name === null ? ['name: one line of 1 to 100 characters.'] : []),
      ...faultsOfFigures(figures),
    ];
    if (name === null || faults.length > 0)
      return new Refusal('INVALID_INPUT', 'A run cannot be written down like this.', faults);
    const found = await this.readPolicy(tx, draft.policy);
    if (isRefusal(found)) return found;
    const { policy, key, version } = found;
    return {
      name,
      policy: policy.text as JsonObject,
      policyKey: key,
      policyVersion: version,
      policyHash: policy.hash,
      figures: figures as unknown as JsonObject,
    };
  }

  private async readPolicy(
    tx: Tx,
    source: PolicySource,
  ): Promise<{ policy: RunPolicy; key: string | null; version: number | null } | Refusal> {
    if ('text' in source) {
      const policy = readRunPolicyText(source.text);
      return isRefusal(policy) ? policy : { policy, key: null, version: null };
    }
    const rule = source.bylaw.startsWith(bylawPolicyPrefix)
      ? await this.bylaws.ruleInForce(tx, source.bylaw)
      : null;
    if (!rule)
      return new Refusal(
        'POLICY_UNKNOWN',
        `The bylaws have no rule ${isRuleKey(source.bylaw) ? source.bylaw : 'of this name'} in force.`,
      );
    const policy = readRunPolicy(rule.value);
    return isRefusal(policy) ? policy : { policy, key: rule.key, version: rule.version };
  }
}

/** The record of an act on a run. */
export const recordRunAct = (
  tx: Tx,
  viewer: Viewer,
  act: string,
  runId: string,
  data: Readonly<Record<string, string | number | null>>,
): Promise<void> => recordAct(tx, viewer, { act, subjectType: 'distribution_run', subjectId: runId, data });
