import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { openPoll } from '../../support/builders/poll.js';
import { consent } from './catalogue-of-consent.js';
import { books, identity, key, register, type Catalogue } from './catalogue.js';
import { capital } from './catalogue-of-capital.js';
import { delegation } from './catalogue-of-delegation.js';
import { runsAfterTheVote, runsBeforeTheVote } from './catalogue-of-runs.js';
import { hoursFromNow, keepAs, mustAsk, type Entry } from './catalogue-steps.js';

const surplus: Entry[] = [
  [
    'openPeriod',
    (world) => ({
      by: world.member(1),
      variables: { input: { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' } },
      keep: keepAs(world, 'period', 'periodId'),
    }),
  ],
  [
    'recordPatronage',
    (world) => {
      const record = {
        periodId: world.ids.period,
        ref: 'm005',
        basis: 'purchases',
        quantity: '12',
        sourceRef: 'till-1',
      };
      return {
        by: world.member(1),
        variables: { input: { ...record, idempotencyKey: key() } },
        keep: keepAs(world, 'record', 'recordId'),
      };
    },
  ],
  [
    'correctPatronage',
    (world) => ({
      by: world.member(1),
      variables: {
        input: { recordId: world.ids.record, quantity: '21', sourceRef: 'till-1b', idempotencyKey: key() },
      },
    }),
  ],
  [
    'patronageImportPreview',
    (world) => ({
      by: world.member(1),
      variables: { periodId: world.ids.period, content: 'ref;basis;quantity\nm006;purchases;1' },
    }),
  ],
  [
    'importPatronage',
    (world) => {
      const file = { periodId: world.ids.period, content: 'ref;basis;quantity\nm006;purchases;1' };
      return { by: world.member(1), variables: { input: { ...file, idempotencyKey: key() } } };
    },
  ],
  ['period', (world) => ({ by: world.member(4), variables: { id: world.ids.period } })],
  ['periods', (world) => ({ by: world.member(4), variables: {} })],
  ['myPatronage', (world) => ({ by: world.member(4), variables: { periodId: world.ids.period } })],
];

const proposals: Entry[] = [
  ...runsBeforeTheVote,
  [
    'draftProposal',
    (world) => ({
      by: world.member(4),
      variables: { input: { title: 'Open on Sundays', body: '' }, idempotencyKey: key() },
      keep: keepAs(world, 'proposal', 'proposalId'),
    }),
  ],
  [
    'editProposal',
    (world) => ({
      by: world.member(4),
      variables: { input: { proposalId: world.ids.proposal, title: 'Open on Mondays', body: '' } },
    }),
  ],
  ['publishProposal', (world) => ({ by: world.member(4), variables: { proposalId: world.ids.proposal } })],
  [
    'commentOnProposal',
    (world) => ({
      by: world.member(5),
      variables: { input: { proposalId: world.ids.proposal, body: 'Yes' } },
    }),
  ],
  [
    'withdrawProposal',
    async (world) => {
      const options = [{ label: 'Bread', description: 'From here' }, { label: 'Rolls' }];
      const input = { title: 'Withdrawn', body: '', decisionKind: 'choice', topic: 'bakery', options };
      const draft = { input, idempotencyKey: key() };
      const { proposalId } = await mustAsk(world, 'draftProposal', draft, 4);
      return { by: world.member(4), variables: { proposalId: proposalId as string } };
    },
  ],
  ['proposal', (world) => ({ by: world.member(5), variables: { id: world.ids.proposal } })],
  ['proposals', (world) => ({ by: world.member(5), variables: {} })],
  [
    'openVote',
    async (world) => {
      await mustAsk(world, 'publishProposal', { proposalId: world.ids.sharing }, 0);
      await world.test.database.advanceClock('8 days');
      const closesAt = await hoursFromNow(world, 25);
      const sharing = { input: { proposalId: world.ids.sharing, closesAt }, idempotencyKey: key() };
      world.ids.sharingPoll = (await mustAsk(world, 'openVote', sharing, 0)).pollId as string;
      const input = { proposalId: world.ids.proposal, closesAt };
      return {
        by: world.member(0),
        variables: { input, idempotencyKey: key() },
        keep: keepAs(world, 'poll', 'pollId'),
      };
    },
  ],
  ['poll', (world) => ({ by: world.member(5), variables: { id: world.ids.poll } })],
  ['polls', (world) => ({ by: world.member(5), variables: {} })],
  [
    'castBallot',
    (world) => ({
      by: world.member(5),
      variables: { input: { pollId: world.ids.poll, ballot: { choice: 'FOR' }, idempotencyKey: key() } },
    }),
  ],
  [
    'withdrawFromPoll',
    (world) => ({
      by: world.member(5),
      variables: { input: { pollId: world.ids.poll, reason: 'I keep the shop next door.' } },
    }),
  ],
  [
    'excludeOption',
    async (world) => {
      const rule = ruleBy(
        'irv',
        { tie_break: { mode: 'fixed_order' }, excluded: true },
        { mayOpen: ['steward'] },
      );
      const plan = { rule, options: optionsNamed('Oak', 'Elm', 'Ash') };
      const pollId = await openPoll(world.test, world.home, plan);
      return {
        by: world.member(0),
        variables: { input: { pollId, position: 2, reason: 'Ash stepped down.' } },
      };
    },
  ],
  [
    'extendPoll',
    async (world) => {
      const more = { pollId: world.ids.poll, closesAt: await hoursFromNow(world, 26), reason: 'Snow' };
      return { by: world.member(0), variables: { input: { ...more, idempotencyKey: key() } } };
    },
  ],
  [
    'decisions',
    async (world) => {
      for (const place of [0, 1, 2, 3]) {
        const ballot = { pollId: world.ids.sharingPoll, ballot: { choice: 'FOR' }, idempotencyKey: key() };
        await mustAsk(world, 'castBallot', { input: ballot }, place);
      }
      await world.test.database.advanceClock('27 hours');
      await world.test.runDuties();
      return {
        by: world.member(5),
        variables: {},
        keep: (data) => {
          const decisions = data.decisions.nodes as { id: string; stage: string }[];
          world.ids.decision = decisions.find(({ stage }) => stage === 'BLOCKED')!.id;
        },
      };
    },
  ],
  [
    'recordDissent',
    (world) => ({
      by: world.member(4),
      variables: { input: { pollId: world.ids.sharingPoll, reason: 'Too little for the reserve.' } },
    }),
  ],
  [
    'askForRecount',
    (world) => ({
      by: world.member(4),
      variables: { input: { pollId: world.ids.sharingPoll, reason: 'The figures surprise me.' } },
    }),
  ],
  ['decision', (world) => ({ by: world.member(5), variables: { id: world.ids.decision } })],
  [
    'retryEffect',
    (world) => ({
      by: world.member(0),
      variables: { decisionId: world.ids.decision, idempotencyKey: key() },
    }),
  ],
  ...runsAfterTheVote,
];

/** Every query and mutation with a request of its rightful viewer, in an order in which each can succeed. */
export const catalogue: Catalogue = new Map([
  ...identity,
  ...register,
  ...surplus,
  ...books,
  ...consent,
  ...capital,
  ...delegation,
  ...proposals,
]);

/** Operations that concern a person and no cooperative, each with the reason why a stranger may do the same. */
export const outsideCooperatives: Readonly<Record<string, string>> = {
  requestSignInCode: 'Every address is answered alike.',
  signIn: 'The code is the right.',
  signOut: 'Ends the session of the request.',
  me: 'Shows the person of the request.',
  revokeOtherSessions: 'Ends sessions of the person of the request.',
  foundCooperative: 'Everybody may found; short names are public.',
  acceptInvitation: 'The code is the right; it has been used.',
};
