import { Database } from '../../../src/platform/database/pool.js';
import { resolveViewer } from '../../../src/platform/request/resolve-viewer.js';
import { RequestScope } from '../../../src/platform/request/request-scope.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { Decisions } from '../../../src/proposals/decisions.service.js';
import { ProposalEffects, type EffectPayload } from '../../../src/proposals/proposal-effects.js';
import { RunDecisionAct } from '../../../src/surplus/runs/deciding/run-decision.act.js';
import { newId } from '../../../src/shared/ids.js';
import { DistributionRuns, type NewRunDraft } from '../../../src/surplus/runs/distribution-runs.service.js';
import { MemberDebts } from '../../../src/surplus/capital/member-debts.js';
import { RunComputationAct } from '../../../src/surplus/runs/computing/run-computation.act.js';
import type { SurplusStory } from './surplus-story.js';

/** Purchases share a part of the surplus; four tenths are paid out, the rest is retained. */
export const byPurchases = (amount?: string): object => ({
  id: 'by purchases',
  waterfall: {
    pools: [
      {
        id: 'members',
        size: amount === undefined ? {} : { amount },
        weighting: { bases: { purchases: 1 } },
        forms: [{ form: 'cash', rate: '40%', rounding: 'eachDown' }, { form: 'retained' }],
      },
    ],
  },
});

/** What officers do with runs, as the services take it. */
export class RunStory {
  constructor(readonly story: SurplusStory) {}

  async scope(place = 0): Promise<RequestScope> {
    const { session, cooperative } = this.story.coop.members[place]!.caller;
    const database = this.story.test.app.get(Database);
    return new RequestScope('runs', await resolveViewer(database, session, cooperative));
  }

  async draft(periodId: string, policy: object, over: Partial<NewRunDraft> = {}, place = 0) {
    const draft: NewRunDraft = {
      periodId,
      name: 'Surplus shared',
      mode: 'distribution',
      policy: { text: JSON.stringify(policy) },
      figures: { figures: {}, participants: {} },
      ...over,
    };
    return this.story.test.app.get(DistributionRuns).draftRun(await this.scope(place), draft, newId());
  }

  /** A debt that the treasurer brings into the books. */
  async debt(ref: string, amountMinor: string) {
    const debt = { ref, amountMinor: BigInt(amountMinor), asOf: '2024-12-31', evidence: 'Invoice 7' };
    return this.story.test.app
      .get(MemberDebts)
      .recordMemberDebt(await this.scope(), { ...debt, idempotencyKey: newId() });
  }

  async edit(runId: string, policy: object, figures: NewRunDraft['figures']) {
    const draft = { name: 'Surplus shared', policy: { text: JSON.stringify(policy) }, figures };
    return this.story.test.app.get(DistributionRuns).editRun(await this.scope(), runId, draft);
  }
  async withdraw(runId: string) {
    return this.story.test.app.get(DistributionRuns).withdrawRun(await this.scope(), runId);
  }

  async compute(runId: string, place = 0) {
    return this.story.test.app.get(RunComputationAct).computeRun(await this.scope(place), runId);
  }

  /** A run that is written down and computed; its id. */
  async computed(periodId: string, policy: object, over: Partial<NewRunDraft> = {}): Promise<string> {
    const { runId } = (await this.draft(periodId, policy, over)) as { runId: string };
    const answer = await this.compute(runId);
    if (!('runHash' in answer)) throw new Error(JSON.stringify(answer));
    return runId;
  }

  /** Laid open, and its review already over. */
  async review(runId: string, days = 8) {
    const until = new Date(Date.now() + days * 86_400_000);
    const answer = await this.acts.openReview(await this.scope(), { runId, until });
    await this.story.asOwner(
      `UPDATE distribution_run SET review_until = now() - interval '1 minute' WHERE id = $1`,
      [runId],
    );
    return answer;
  }

  async putToVote(runId: string, place = 3) {
    const request = { runId, title: 'Share', body: 'Share' };
    return this.acts.putRunToVote(await this.scope(place), request, newId());
  }

  /** The proposal that undoes a run in the books. */
  async undo(runId: string, place = 3) {
    const request = { runId, title: 'Undo', body: 'Undo' };
    return this.acts.proposeRunReversal(await this.scope(place), request, newId());
  }

  /** The members adopt the proposal: a decision that waits to take force, as the register writes it. */
  async adopt(proposalId: string): Promise<string> {
    const [version] = await this.story.asOwner(
      `SELECT effect_kind AS kind, effect FROM proposal_version WHERE proposal_id = $1 ORDER BY version DESC LIMIT 1`,
      [proposalId],
    );
    const { kind, effect } = version as { kind: string; effect: EffectPayload };
    await this.end(proposalId, kind, effect, 'adopted');
    return this.story.decideOn(kind, effect, proposalId);
  }

  async end(
    proposalId: string,
    effectKind: string,
    effect: EffectPayload,
    ending: 'adopted' | 'not_adopted' | 'withdrawn',
  ): Promise<void> {
    const { app } = this.story.test;
    await app
      .get(UnitOfWork)
      .inTransaction(systemIn(this.story.coop.id), (tx) =>
        app.get(ProposalEffects).tellEnding(tx, { id: proposalId, effectKind, effect }, ending),
      );
  }

  /** Everything from a computed run to an adopted decision; its id. */
  async adopted(runId: string): Promise<string> {
    await this.review(runId);
    const answer = await this.putToVote(runId);
    if (!('proposalId' in answer)) throw new Error(JSON.stringify(answer));
    return this.adopt(answer.proposalId);
  }

  /** Lets every decision take force that waits for it. */
  takeForce(): Promise<number> {
    return this.story.test.app.get(Decisions).takeForceWhereDue();
  }

  async stateOf(runId: string): Promise<string> {
    const [row] = await this.story.asOwner(`SELECT state FROM distribution_run WHERE id = $1`, [runId]);
    return (row as { state: string }).state;
  }

  private get acts(): RunDecisionAct {
    return this.story.test.app.get(RunDecisionAct);
  }
}
