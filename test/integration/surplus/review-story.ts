import { newId } from '../../../src/shared/ids.js';
import { RunDecisionAct } from '../../../src/surplus/runs/deciding/run-decision.act.js';
import type { NewRunDraft } from '../../../src/surplus/runs/distribution-runs.service.js';
import type { RunStory } from './run-story.js';

type Answer = Record<string, string>;
const answered = (name: string, done: string): string =>
  `{ __typename ... on ${done} { response { id } } ... on ${name[0]!.toUpperCase() + name.slice(1)}Refused { reason message details } }`;
const acts = {
  respondToRun: ['$input: RespondToRunInput!', 'input: $input', 'RunResponded'],
  answerReview: ['$input: AnswerReviewInput!', 'input: $input', 'ReviewAnswered'],
  acceptReviewAnswer: ['$responseId: ID!', 'responseId: $responseId', 'ReviewAnswerAccepted'],
  pressReview: ['$input: PressReviewInput!', 'input: $input', 'ReviewPressed'],
  withdrawReviewResponse: ['$responseId: ID!', 'responseId: $responseId', 'ReviewResponseWithdrawn'],
  decideDispute: ['$input: DecideDisputeInput!', 'input: $input', 'DisputeDecided'],
} as const;

interface Said {
  readonly kind: 'AGREEMENT' | 'QUESTION' | 'OBJECTION';
  readonly about: 'LINE' | 'RECORD' | 'RULE';
  readonly body: string;
  readonly rule?: string;
  readonly basis?: string;
  readonly claimedQuantity?: string;
}

/** What members and officers do in a review, through the API. */
export class ReviewStory {
  runId = '';

  constructor(readonly runs: RunStory) {}

  /** A closed period with its result, and a run of it that is laid open for a week. */
  async open(
    patronage: string,
    resultMinor: string,
    policy: object,
    over: Partial<NewRunDraft> = {},
  ): Promise<void> {
    const { story } = this.runs;
    const periodId = await story.closed(patronage, resultMinor);
    this.runId = await this.runs.computed(periodId, policy, over);
    await this.layOpen();
  }

  /** A computed run is laid open for a week. */
  async layOpen(): Promise<void> {
    const { story } = this.runs;
    const [row] = await story.asOwner(`SELECT rochdale_now() + interval '7 days 1 minute' AS until`, []);
    const until = (row as { until: Date }).until;
    await story.test.app
      .get(RunDecisionAct)
      .openReview(await this.runs.scope(), { runId: this.runId, until });
  }

  /** The deadline has passed. */
  async close(): Promise<void> {
    await this.runs.story.asOwner(
      `UPDATE distribution_run SET review_until = rochdale_now() - interval '1 minute' WHERE id = $1`,
      [this.runId],
    );
  }

  respond(place: number, said: Said): Promise<Answer> {
    return this.act('respondToRun', place, {
      input: { runId: this.runId, idempotencyKey: newId(), ...said },
    });
  }
  dispute(place: number, basis: string, claimedQuantity: string): Promise<Answer> {
    return this.respond(place, {
      ...{ kind: 'OBJECTION', about: 'RECORD', body: 'That is not what I bought.' },
      ...{ basis, claimedQuantity },
    });
  }
  async said(place: number, said: Said): Promise<{ responseId: string }> {
    return { responseId: (await this.respond(place, said))['responseId']! };
  }
  /** A dispute, and a run that was computed with it. */
  async disputed(place: number, basis: string, claimed: string): Promise<{ responseId: string }> {
    const { responseId } = await this.dispute(place, basis, claimed);
    await this.runs.compute(this.runId);
    return { responseId: responseId! };
  }
  answer(place: number, responseId: string, proposes?: string): Promise<Answer> {
    const input = { responseId, body: 'As your receipts say.', ...(proposes && { proposes }) };
    return this.act('answerReview', place, { input });
  }
  accept(place: number, responseId: string): Promise<Answer> {
    return this.act('acceptReviewAnswer', place, { responseId });
  }
  press(place: number, responseId: string): Promise<Answer> {
    return this.act('pressReview', place, { input: { responseId, body: 'Which receipts?' } });
  }
  withdraw(place: number, responseId: string): Promise<Answer> {
    return this.act('withdrawReviewResponse', place, { responseId });
  }
  decide(place: number, responseId: string, ending: string, idempotencyKey = newId()): Promise<Answer> {
    return this.act('decideDispute', place, {
      input: { responseId, ending, body: 'The receipts were found.', idempotencyKey },
    });
  }

  /** Adopted, its decision waiting to take force. */
  async adopt(): Promise<void> {
    await this.close();
    const answer = await this.runs.putToVote(this.runId);
    if (!('proposalId' in answer)) throw new Error(JSON.stringify(answer));
    await this.runs.adopt(answer.proposalId);
  }
  takeForce(): Promise<number> {
    return this.runs.takeForce();
  }
  async post(): Promise<void> {
    await this.adopt();
    await this.takeForce();
  }

  async summary(): Promise<Record<string, number>> {
    const { summary } = await this.read(
      0,
      'summary { agreements questionsOpen disputesOpen objectionsToRules }',
    );
    return summary as Record<string, number>;
  }
  async bodies(place: number): Promise<string[]> {
    const { responses } = await this.read(place, 'responses(first: 50) { nodes { body } }');
    return (responses as { nodes: { body: string }[] }).nodes.map(({ body }) => body);
  }
  async changes(place: number): Promise<string[][] | null> {
    const { changes } = await this.read(place, 'changes(first: 50) { nodes { key beforeMinor afterMinor } }');
    const found = changes as { nodes: { key: string; beforeMinor: string; afterMinor: string }[] } | null;
    return found && found.nodes.map(({ key, beforeMinor, afterMinor }) => [key, beforeMinor, afterMinor]);
  }
  async myChange(place: number): Promise<unknown> {
    return (await this.read(place, 'myChange { beforeMinor afterMinor }'))['myChange'];
  }

  /** Amount and least of everybody's line. */
  async leasts(): Promise<Record<string, [number, number]>> {
    const rows = await this.runs.story.asOwner(
      `SELECT key, amount_minor::int AS amount, least_minor::int AS least FROM run_line WHERE run_id = $1 AND amount_minor > 0`,
      [this.runId],
    );
    return Object.fromEntries(
      rows.map((row) => [row['key'] as string, [row['amount'] as number, row['least'] as number]]),
    );
  }
  /** What stands on the accounts of this cooperative. */
  async booked(): Promise<Record<string, number>> {
    const rows = await this.runs.story.asOwner(
      `SELECT a.path, sum(l.amount_minor)::int AS balance FROM ledger_account a
       JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
       WHERE a.cooperative_id = $1 GROUP BY a.path`,
      [this.runs.story.coop.id],
    );
    return Object.fromEntries(rows.map((row) => [row['path'] as string, row['balance'] as number]));
  }

  private async read(place: number, fields: string): Promise<Record<string, unknown>> {
    const query = `query ($runId: ID!) { runReview(runId: $runId) { ${fields} } }`;
    const { data, errors } = await this.ask(place, query, { runId: this.runId });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.runReview as Record<string, unknown>;
  }
  private async act(name: keyof typeof acts, place: number, variables: object): Promise<Answer> {
    const [declared, given, done] = acts[name];
    const query = `mutation (${declared}) { ${name}(${given}) ${answered(name, done)} }`;
    const { data, errors } = await this.ask(place, query, variables);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    const { response, ...answer } = data[name] as Answer & { response?: { id: string } };
    return response ? { responseId: response.id } : answer;
  }
  private ask(place: number, query: string, variables: object) {
    const { test, coop } = this.runs.story;
    return test.ask(query, variables, coop.members[place]!.caller);
  }
}
