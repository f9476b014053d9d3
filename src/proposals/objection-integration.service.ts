import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { canonicalJson } from '../shared/canonical-json.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import {
  integrateObjections,
  type HeldSubject,
  type Integration,
  type WrittenText,
} from '../voting/consent/asking-again.js';
import { changeInLines, type ReadText } from './domain/text-change.js';
import type { ProposalDraft } from './proposal-draft.js';
import { ProposalDrafting } from './proposal-drafting.js';
import { ProposalEffects } from './proposal-effects.js';
import type { ProposalRow } from './proposal.rows.js';
import { insertVersion, lockProposal, optionsOf } from './proposals.store.js';
import { proposalSubject } from './vote-opening.service.js';

type Effect = NonNullable<ProposalDraft['effect']>;

export interface IntegrationRequest extends Integration {
  readonly title: string;
  readonly body: string;
  /** The effect in its new form; what the proposal does stays as it is when absent. */
  readonly effect?: Effect | null | undefined;
}

export interface IntegratedProposal {
  readonly proposalId: string;
  readonly pollId: string;
  readonly textVersion: number;
  readonly askedAgainPeople: number;
}

/** Meets objections by a new version of the text while its vote is open: the one way in which it may change by then. */
@Injectable()
export class ObjectionIntegration {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ProposalDrafting) private readonly drafting: ProposalDrafting,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  /** Who may, whom it asks again and how much time they have is the poll's matter; the text is ours. */
  integrate(
    scope: RequestScope,
    asked: IntegrationRequest,
    idempotencyKey: string,
  ): Promise<IntegratedProposal | Refusal> {
    const options = { act: 'integrateObjections', idempotencyKey, request: asked };
    return this.work.command(scope, options, async (tx, viewer) => {
      let proposalId = '';
      const done = await integrateObjections(tx, viewer, asked, (subject) => {
        proposalId = subject.subjectId;
        return this.write(tx, viewer, subject, asked);
      });
      return isRefusal(done) ? done : { ...done, proposalId };
    });
  }

  private async write(
    tx: Tx,
    viewer: Viewer,
    subject: HeldSubject,
    asked: IntegrationRequest,
  ): Promise<WrittenText | Refusal> {
    if (subject.subjectType !== proposalSubject)
      return new Refusal('NOT_FOUND', 'These are not objections to a proposal.');
    const proposal = await lockProposal(tx, subject.subjectId);
    if (!proposal) throw new Error(`poll ${subject.pollId} is on a proposal that is not there`);
    const standing = effectOf(proposal);
    const effect = asked.effect ?? standing;
    if ((effect?.kind ?? null) !== proposal.effectKind)
      return new Refusal(
        'EFFECT_KIND_IS_FIXED',
        'What a proposal does decides the rule it follows: write a new proposal for another effect.',
      );
    const wording = await this.drafting.checkWording(tx, { title: asked.title, body: asked.body, effect });
    if (isRefusal(wording)) return wording;
    const before = this.readText(proposal, standing);
    const after = this.readText(wording, wording.effect);
    const summary = changeInLines(before, after);
    if (summary === null)
      return new Refusal('NOTHING_CHANGED', 'The text says the same as before: nothing would be met by it.');
    const version = proposal.version + 1;
    const options = await optionsOf(tx, proposal.id, proposal.version);
    const draft = { ...wording, topic: proposal.topic, options };
    await insertVersion(tx, viewer, proposal.id, version, draft, subject.textVersion);
    await recordAct(tx, viewer, {
      act: 'integrateObjections',
      subjectType: 'proposal',
      subjectId: proposal.id,
      data: { version, pollTextVersion: subject.textVersion },
    });
    return {
      question: wording.title,
      summary,
      isAnother: proposal.title !== wording.title || payloadText(standing) !== payloadText(wording.effect),
    };
  }

  private readText(text: { readonly title: string; readonly body: string }, effect: Effect | null): ReadText {
    const { title, body } = text;
    return { title, body, effect: effect && this.effects.named(effect.kind).describe(effect.payload) };
  }
}

/** Not its description: whatever the effect holds is part of what was consented to. */
const payloadText = (effect: Effect | null): string => canonicalJson(effect?.payload ?? null);

const effectOf = ({ effectKind, effect }: ProposalRow): Effect | null =>
  effectKind === null || effect === null ? null : { kind: effectKind, payload: effect };
