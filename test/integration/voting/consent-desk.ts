import {
  policyKey,
  storedPolicy,
  type DecisionPolicy,
} from '../../../src/membership/domain/decision-policy.js';
import { foundingBylaws } from '../../../src/membership/domain/founding-bylaws.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { newId } from '../../../src/shared/ids.js';
import type { Answer, TestApplication } from '../../support/application.js';
import type { BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll, type PollPlan } from '../../support/builders/poll.js';

/** Consent among everybody, three days for an answer, nothing overruled. */
export const consentRule: Partial<DecisionPolicy> = {
  method: 'consent',
  threshold: null,
  quorum: { measure: 'people', fraction: Ratio.zero, counting: ['ballots'] },
  objections: { mayOverrule: null, answerDays: 3 },
  visibility: 'open',
  maximumDurationHours: 30 * 24,
};
/** The same, where more than half of the voices overrule. */
export const overrulingRule: Partial<DecisionPolicy> = {
  ...consentRule,
  objections: {
    mayOverrule: { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' },
    answerDays: 3,
  },
};

/** The founding rule for consent, with those changes, as a poll is opened by it. */
export function overrulingPolicy(): DecisionPolicy {
  const founding = foundingBylaws.find(({ key }) => key === policyKey('consent'))!;
  return { ...storedPolicy(founding.value), ...overrulingRule };
}

export const words = {
  reason: 'The noise keeps the neighbours awake.',
  criteria: 'Article 3: we are good neighbours.',
  proposedChange: 'Close at ten.',
};

const objectionFields = `id reason criteria proposedChange state textVersion raisedAt answerDueOn isMine myVoice
  objector { number } history { kind text textVersion at by { number } }
  voices { overruled valid { people votes } notValid { people votes } condition { counted of needed met base } }
  viewerCan { answer { reason } acceptAnswer { reason } withdraw { reason } integrate { reason } voice { reason } }`;
const pollQuery = `query ($id: ID!) { poll(id: $id) { state textVersion question closesAt result { outcome }
  askedAgain { textVersion summary } myBallot { consent } textChanges { nodes { textVersion summary changedBy { number } } }
  objections { totalCount nodes { ${objectionFields} } } } }`;
const acts = {
  answerObjection: 'AnswerObjection',
  voiceOnObjection: 'VoiceOnObjection',
  acceptAnswer: 'AcceptAnswer',
  withdrawObjection: 'WithdrawObjection',
  withdrawFromPoll: 'WithdrawFromPoll',
} as const;

/** What members do in polls by consent, through the whole HTTP stack. */
export class ConsentDesk {
  constructor(
    readonly test: TestApplication,
    readonly cooperative: BuiltCooperative,
  ) {}

  caller(place: number) {
    return this.cooperative.members[place]!.caller;
  }
  open(rule: Partial<DecisionPolicy> = consentRule, plan: PollPlan = {}): Promise<string> {
    return openPoll(this.test, this.cooperative, { rule, closesInHours: 5 * 24, ...plan });
  }
  /** The ballot `CONSENT`, `STAND_ASIDE`, or with words an objection. */
  async cast(place: number, pollId: string, words: object): Promise<Answer['data']> {
    const { textVersion } = await this.poll(place, pollId);
    const consent = { textVersion: textVersion as number, ...words };
    return castThroughApi(this.test, this.caller(place), { pollId, ballot: { consent } });
  }
  object(place: number, pollId: string, more: object = {}): Promise<Answer['data']> {
    return this.cast(place, pollId, { position: 'OBJECT', ...words, ...more });
  }
  consent(place: number, pollId: string, more: object = {}): Promise<Answer['data']> {
    return this.cast(place, pollId, { position: 'CONSENT', ...more });
  }
  async poll(place: number, id: string): Promise<Answer['data']> {
    const answer = await this.test.ask(pollQuery, { id }, this.caller(place));
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.poll;
  }
  async objections(place: number, id: string): Promise<Answer['data'][]> {
    return (await this.poll(place, id)).objections.nodes;
  }
  async act(place: number, act: keyof typeof acts, input: object): Promise<Answer['data']> {
    const name = acts[act];
    const key = ['acceptAnswer', 'withdrawObjection'].includes(act)
      ? { idempotencyKey: newId(), textVersion: 1 }
      : {};
    const answer = await this.test.ask(
      `mutation ($input: ${name}Input!) { ${act}(input: $input) { __typename ... on ${name}Refused { reason message details } } }`,
      { input: { ...key, ...input } },
      this.caller(place),
    );
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data[act];
  }
  /** The outcome, after the window has passed and the poll was counted. */
  async outcome(pollId: string): Promise<string> {
    await this.test.database.advanceClock('30 days');
    await this.test.runDuties();
    return (await this.poll(0, pollId)).result.outcome as string;
  }
}
