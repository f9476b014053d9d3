import {
  storedPolicy,
  policyKey,
  policyToJson,
  type DecisionPolicy,
} from '../../../src/membership/domain/decision-policy.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { isRefusal, type Refusal } from '../../../src/shared/refusal.js';
import { Polls, type PollDraft } from '../../../src/voting/polls.js';
import type { Answer, TestApplication } from '../application.js';
import type { BuiltCooperative } from './cooperative.js';

export interface PollPlan extends Partial<PollDraft> {
  /** Changes to the rule for resolutions; recorded as its next version. */
  readonly rule?: Partial<DecisionPolicy>;
  readonly closesInHours?: number;
}

/** Opens a poll in its own committed transaction, by the rule for resolutions with the changes given. */
export async function tryOpenPoll(
  test: TestApplication,
  cooperative: BuiltCooperative,
  plan: PollPlan = {},
): Promise<{ pollId: string } | Refusal> {
  const { policy, version } = await recordRule(test, cooperative, plan.rule);
  const now = await withClient(test.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ now: Date }>('SELECT rochdale_now() AS now');
    return rows[0]!.now;
  });
  return test.app.get(UnitOfWork).inTransaction(systemIn(cooperative.id), async (tx) => {
    await tx.control('SAVEPOINT opening');
    const opened = await test.app.get(Polls).openPoll(tx, systemIn(cooperative.id), {
      subjectType: 'test',
      subjectId: newId(),
      question: 'Shall we open on Sundays?',
      policy,
      ruleKey: policyKey('resolution'),
      ruleVersion: version,
      bodyId: cooperative.assemblyId,
      closesAt: new Date(now.getTime() + (plan.closesInHours ?? 48) * 3_600_000),
      ...plan,
    });
    if (isRefusal(opened)) await tx.control('ROLLBACK TO SAVEPOINT opening');
    return opened;
  });
}

export async function openPoll(
  test: TestApplication,
  cooperative: BuiltCooperative,
  plan: PollPlan = {},
): Promise<string> {
  const opened = await tryOpenPoll(test, cooperative, plan);
  if (isRefusal(opened)) throw new Error(opened.message);
  return opened.pollId;
}

function recordRule(
  test: TestApplication,
  cooperative: BuiltCooperative,
  changes: Partial<DecisionPolicy> | undefined,
): Promise<{ policy: DecisionPolicy; version: number }> {
  return withClient(test.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ value: unknown; latest: number }>(
      `SELECT value, (SELECT max(version) FROM bylaw_rule l WHERE l.cooperative_id = r.cooperative_id AND l.key = r.key) AS latest
       FROM bylaw_rule r WHERE cooperative_id = $1 AND key = $2 AND version = 1`,
      [cooperative.id, policyKey('resolution')],
    );
    const founding = storedPolicy(rows[0]!.value);
    if (changes === undefined) return { policy: founding, version: 1 };
    const policy = { ...founding, ...changes };
    const version = rows[0]!.latest + 1;
    await client.query(
      `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
       VALUES ($1, $2, $3, $4, $5, 'Article 10', 'Changed for this test.', 'en', '2020-01-01')`,
      [cooperative.id, newId(), policyKey('resolution'), version, policyToJson(policy)],
    );
    return { policy, version };
  });
}

const castBallot = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename
  ... on BallotCast { revision checkCode secret castAt poll { turnout { people } myBallot { choice revision checkCode } } }
  ... on CastBallotRefused { reason message details } } }`;

/** Casts through the whole HTTP stack; answers the union member. A vote for or against may be said in one word. */
export async function castThroughApi(
  test: TestApplication,
  caller: { readonly session: string; readonly cooperative: string },
  cast: {
    pollId: string;
    choice?: string;
    ballot?: Record<string, unknown>;
    idempotencyKey?: string;
    onBehalfOf?: string;
    channel?: string;
  },
): Promise<Answer['data']> {
  const { choice, ...rest } = cast;
  const input = { idempotencyKey: newId(), ballot: { choice }, ...rest };
  const answer = await test.ask(castBallot, { input }, caller);
  if (answer.status !== 200 || answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.castBallot;
}
