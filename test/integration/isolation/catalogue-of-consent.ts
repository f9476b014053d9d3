import { policyKey } from '../../../src/membership/domain/decision-policy.js';
import { openPoll } from '../../support/builders/poll.js';
import { overrulingPolicy } from '../voting/consent-desk.js';
import { key, type Step } from './catalogue.js';
import type { IsolationWorld } from './world.js';

const words = { position: 'OBJECT', reason: 'It is loud.', criteria: 'Article 3', textVersion: 1 };

/** The last member objects; answers with the objection that is open then. */
async function objection(world: IsolationWorld, pollId: string): Promise<string> {
  const input = { pollId, ballot: { consent: words }, idempotencyKey: key() };
  const { data, errors } = await world.ask('castBallot', { input }, world.member(5));
  if (errors || data.castBallot.reason) throw new Error(JSON.stringify({ data, errors }));
  const [row] = await world.sql<{ id: string }>(
    `SELECT id FROM objection WHERE poll_id = $1 AND state = 'open'`,
    [pollId],
  );
  return row!.id;
}

/** What is done with objections, in a poll by consent that one member put forward and another objects to. */
export const consent: [string, (world: IsolationWorld) => Step | Promise<Step>][] = [
  [
    'objection',
    async (world) => {
      world.ids.consentPoll = await openPoll(world.test, world.home, {
        ...{ policy: overrulingPolicy(), ruleKey: policyKey('consent'), ruleVersion: 1 },
        proposedBy: world.home.members[4]!.membershipId,
      });
      world.ids.objection = await objection(world, world.ids.consentPoll);
      return { by: world.member(3), variables: { id: world.ids.objection } };
    },
  ],
  [
    'answerObjection',
    (world) => ({
      by: world.member(4),
      variables: { input: { objectionId: world.ids.objection, text: 'We hang up curtains.' } },
    }),
  ],
  [
    'voiceOnObjection',
    (world) => ({
      by: world.member(3),
      variables: { input: { objectionId: world.ids.objection, findsValid: false } },
    }),
  ],
  [
    'acceptAnswer',
    (world) => ({
      by: world.member(5),
      variables: {
        input: {
          objectionId: world.ids.objection,
          position: 'CONSENT',
          textVersion: 1,
          idempotencyKey: key(),
        },
      },
    }),
  ],
  [
    'withdrawObjection',
    async (world) => {
      const objectionId = await objection(world, world.ids.consentPoll!);
      const withdrawal = { objectionId, position: 'STAND_ASIDE', textVersion: 1, text: 'I was wrong.' };
      return { by: world.member(5), variables: { input: { ...withdrawal, idempotencyKey: key() } } };
    },
  ],
  [
    'integrateObjections',
    async (world) => {
      const pollId = await proposalByConsent(world);
      const input = { objectionIds: [await objection(world, pollId)], title: 'Open until ten', body: '' };
      return { by: world.member(4), variables: { input, idempotencyKey: key() } };
    },
  ],
];

/** A proposal by consent with its vote open; answers with the poll. */
async function proposalByConsent(world: IsolationWorld): Promise<string> {
  const ask = async (name: string, variables: object): Promise<Record<string, string>> => {
    const { data, errors } = await world.ask(name, variables, world.member(4));
    const answer = Object.values((data ?? {}) as Record<string, Record<string, string>>)[0];
    if (errors || !answer || answer.reason) throw new Error(JSON.stringify({ name, data, errors }));
    return answer;
  };
  const draft = { title: 'Open until midnight', body: '', decisionKind: 'consent' };
  const { proposalId } = await ask('draftProposal', { input: draft, idempotencyKey: key() });
  await ask('publishProposal', { proposalId });
  await world.test.database.advanceClock('8 days');
  const [row] = await world.sql<{ closesAt: Date }>(
    `SELECT rochdale_now() + interval '10 days' AS "closesAt"`,
  );
  const opening = { proposalId, closesAt: row!.closesAt.toISOString() };
  return (await ask('openVote', { input: opening, idempotencyKey: key() })).pollId!;
}
