import { Chance } from '../../../test/support/generated-elections.js';
import { everyMethod, generatedPoll } from '../../../test/support/generated-polls.js';
import { forOrAgainst, votesOf } from '../../../test/support/threshold-polls.js';
import { plainPolicy } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal } from '../../shared/refusal.js';
import { addedBy } from './added-options.js';
import { engineBallot } from './ballots/engine-ballot.js';
import { countPoll, sumOf, type CountingRule, type MarkGroup, type PollElectorate } from './count-poll.js';
import { pollElection } from './poll-election.js';
import { tallyElection } from './tally/method-registry.js';
import { oneVote } from './threshold-outcome.js';

const nobody = { people: 0n, weightMillionths: 0n };
const half = Ratio.of(1n, 2n);
const entitled = (classes: Record<string, number>, withdrawn = 0): PollElectorate => ({
  perClass: Object.entries(classes).map(([classCode, people]) => ({
    classCode,
    people: BigInt(people),
    weightMillionths: BigInt(people) * oneVote,
  })),
  withdrawn: { people: BigInt(withdrawn), weightMillionths: BigInt(withdrawn) * oneVote },
});
const noQuorum: CountingRule['quorum'] = {
  measure: 'people',
  fraction: Ratio.zero,
  counting: ['for', 'against', 'abstain'],
};
const moreThanHalf = { fraction: half, comparison: '>', base: 'cast' } as const;

describe('a vote for or against with classes', () => {
  const rule = forOrAgainst({
    threshold: moreThanHalf,
    quorum: noQuorum,
    classMajorities: [{ class: 'worker', fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' }],
  });
  const electorate = entitled({ worker: 6, user: 20 });
  const count = (workersFor: number, workersAgainst: number, usersFor: number, usersAgainst: number) =>
    countPoll(
      rule,
      [],
      electorate,
      [
        votesOf('for', workersFor, oneVote, 'worker'),
        votesOf('against', workersAgainst, oneVote, 'worker'),
        votesOf('for', usersFor, oneVote, 'user'),
        votesOf('against', usersAgainst, oneVote, 'user'),
      ],
      [],
    );

  it.each([
    ['passes with all and with the class', 4, 2, 8, 2, 'passed'],
    ['fails without the class, whatever all say', 3, 2, 18, 0, 'failed'],
    ['fails without all, whatever the class says', 6, 0, 1, 12, 'failed'],
    ['fails when nobody of the class takes part', 0, 0, 18, 0, 'failed'],
  ])('%s', (_what, workersFor, workersAgainst, usersFor, usersAgainst, outcome) => {
    expect(count(workersFor, workersAgainst, usersFor, usersAgainst).outcome).toBe(outcome);
  });

  it('shows the majority of each, and names no smallest change', () => {
    const { arithmetic } = count(3, 2, 18, 0);
    expect(arithmetic!.threshold).toMatchObject({ met: true });
    expect(arithmetic!.classMajorities).toMatchObject([
      { classCode: 'worker', counted: Ratio.of(3n * oneVote), of: Ratio.of(5n * oneVote), met: false },
    ]);
    expect(arithmetic!.smallestChange).toBeNull();
  });

  it('scales the votes of a capped class down to its share of what then counts, and shows what was cast', () => {
    const capped = forOrAgainst({
      threshold: moreThanHalf,
      quorum: noQuorum,
      classCaps: [{ class: 'investor', fraction: Ratio.of(1n, 10n) }],
    });
    const groups = [
      votesOf('against', 8, oneVote, 'worker'),
      votesOf('for', 10, oneVote, 'worker'),
      votesOf('against', 30, oneVote, 'investor'),
    ];
    const counted = countPoll(capped, [], entitled({ worker: 20, investor: 30 }), groups, []);
    expect(counted.outcome).toBe('tie');
    expect(counted.arithmetic!.sums.against.people).toBe(38n);
    expect(counted.arithmetic!.classCaps).toEqual([
      {
        classCode: 'investor',
        fraction: Ratio.of(1n, 10n),
        cast: Ratio.of(30n * oneVote),
        counted: Ratio.of(2n * oneVote),
      },
    ]);
    expect(counted.arithmetic!.threshold.of).toEqual(Ratio.of(20n * oneVote));
  });
});

describe('withdrawn electors, blocks, blank and invalid ballots', () => {
  it('leaves who withdrew out of base and quorum', () => {
    const rule = forOrAgainst({
      threshold: { fraction: half, comparison: '>', base: 'eligible' },
      quorum: { ...noQuorum, fraction: half },
    });
    const groups = [votesOf('for', 4)];
    expect(countPoll(rule, [], entitled({ member: 9 }), groups, []).outcome).toBe('no_quorum');
    expect(countPoll(rule, [], entitled({ member: 8 }), groups, []).outcome).toBe('failed');
    expect(countPoll(rule, [], entitled({ member: 7 }, 2), groups, []).outcome).toBe('passed');
  });

  it('tells blank and invalid from abstaining, in base and in quorum', () => {
    const rule = forOrAgainst({
      threshold: { fraction: half, comparison: '>', base: 'valid' },
      quorum: { measure: 'people', fraction: half, counting: ['for', 'against', 'abstain', 'invalid'] },
    });
    const counted = countPoll(
      rule,
      [],
      entitled({ member: 10 }),
      [votesOf('for', 3), votesOf('abstain', 1), votesOf('invalid', 1), votesOf('blank', 5)],
      [],
    );
    expect(counted.outcome).toBe('passed');
    expect(counted.quorum).toMatchObject({ counted: Ratio.of(5n), of: Ratio.of(10n), met: true });
    expect(counted.arithmetic!.threshold.of).toEqual(Ratio.of(4n * oneVote));
    expect(counted.takenPart.people).toBe(10n);
  });

  it.each([
    ['against', 'passed'],
    ['veto', 'failed'],
  ] as const)('counts a block as the rule says: %s', (block, outcome) => {
    const rule = forOrAgainst({ threshold: moreThanHalf, quorum: noQuorum, block });
    const blocking: MarkGroup = {
      ...votesOf('block', 1),
      marks: { choice: 'block', reason: 'It would split us.' },
    };
    const counted = countPoll(rule, [], entitled({ member: 10 }), [votesOf('for', 5), blocking], []);
    expect(counted.outcome).toBe(outcome);
    expect(counted.arithmetic!.isBlocked).toBe(block === 'veto');
  });
});

describe('a vote among options', () => {
  const among = (
    method: CountingRule['method'],
    options: CountingRule['options'],
    seats = 1,
  ): CountingRule => ({
    ...plainPolicy,
    ...{ method, options, seats, threshold: null },
    quorum: { measure: 'people', fraction: Ratio.of(1n, 4n), counting: ['ballots'] },
  });
  const lots = { tie_break: { mode: 'fixed_order' } };
  const trees = ['Oak', 'Elm', 'Ash'];
  const ranked = (people: number, ...ranking: number[][]): MarkGroup => ({
    ...votesOf('for', people),
    marks: { ranking },
  });
  const count = (rule: CountingRule, groups: MarkGroup[], order = [2, 1, 0]) =>
    countPoll(rule, trees, entitled({ member: 20 }), groups, order);

  it('decides by the drawn order where the rule breaks ties by lot, and says tie where it reports them', () => {
    const groups = [ranked(3, [0]), ranked(3, [1])];
    expect(count(among('irv', lots), groups)).toMatchObject({ outcome: 'decided', winners: [1] });
    expect(count(among('irv', lots), groups, [0, 1, 2])).toMatchObject({ outcome: 'decided', winners: [0] });
    expect(count(among('irv', { tie_break: { mode: 'report_tie' } }), groups)).toMatchObject({
      outcome: 'tie',
      winners: [],
    });
  });

  it('names those who are certain where the last seat is tied', () => {
    const rule = among('approval', { tie_break: { mode: 'report_tie' } }, 2);
    const groups = [
      { ...votesOf('for', 4), marks: { approved: [0, 1] } },
      { ...votesOf('for', 4), marks: { approved: [0, 2] } },
    ];
    expect(count(rule, groups)).toMatchObject({ outcome: 'tie', winners: [0], tied: [1, 2] });
  });

  it('chooses nobody for whom no ballot speaks, and leaves those seats empty', () => {
    const groups = [{ ...votesOf('for', 5), marks: { approved: [1] } }];
    const opened = { ...lots, without_votes: 'never' };
    expect(count(among('approval', opened, 2), groups)).toMatchObject({ outcome: 'decided', winners: [1] });
    const dots = [{ ...votesOf('for', 5), marks: { points: [0, 0, 3] } }];
    expect(count(among('dots', { ...opened, points: 3 }, 2), dots)).toMatchObject({ winners: [2] });
  });

  it('chooses nobody who comes after "none of these", the option that the rule adds last', () => {
    const rule = among('choice', { ...lots, none_of_these: true }, 2);
    const votes = (...people: number[]) =>
      people.map((many, option): MarkGroup => ({ ...votesOf('for', many), marks: { option } }));
    const four = (groups: MarkGroup[]) =>
      countPoll(rule, [...trees, 'None of these'], entitled({ member: 20 }), groups, [3, 2, 1, 0]);
    expect(four(votes(5, 2, 0, 3))).toMatchObject({ outcome: 'decided', winners: [0] });
    expect(four(votes(5, 4, 0, 3))).toMatchObject({ outcome: 'decided', winners: [0, 1] });
    expect(four(votes(2, 2, 0, 6))).toMatchObject({ outcome: 'failed', winners: [], tied: [] });
  });

  it.each(everyMethod.filter((method) => method !== 'threshold'))(
    '%s: without a ballot nothing is chosen, not even by lot',
    (method) => {
      const { rule, labels, electorate } = generatedPoll(new Chance(7), method);
      const counted = countPoll(rule, labels, electorate, [], [...labels.keys()]);
      expect(counted).toMatchObject({ winners: [], takenPart: nobody });
      expect(['failed', 'no_quorum']).toContain(counted.outcome);
    },
  );

  it('chooses nobody when every ballot is blank, and counts those who cast them as taking part', () => {
    const counted = count(among('irv', lots), [ranked(6)]);
    expect(counted).toMatchObject({ outcome: 'failed', winners: [], blank: { people: 6n } });
    expect(counted.quorum.met).toBe(true);
  });

  it('decides nothing without a quorum, and keeps the count', () => {
    const counted = count(among('irv', lots), [ranked(4, [0], [1])]);
    expect(counted).toMatchObject({ outcome: 'no_quorum', winners: [], counting: { winners: [0] } });
    expect(counted.quorum).toMatchObject({ counted: Ratio.of(4n), needed: Ratio.of(5n), met: false });
  });
});

describe('consent', () => {
  const rule: CountingRule = {
    ...plainPolicy,
    method: 'consent',
    threshold: null,
    quorum: { measure: 'people', fraction: Ratio.zero, counting: ['ballots'] },
  };
  const position = (consent: 'consent' | 'stand_aside' | 'object', people: number): MarkGroup => ({
    ...votesOf('for', people),
    marks: { consent },
  });
  const groups = [position('consent', 5), position('object', 1)];
  const objection = (state: 'open' | 'integrated' | 'overruled') =>
    ({ reason: 'The roof would not carry it.', state, weightMillionths: oneVote }) as const;

  it('passes when no objection is open, and fails while one is', () => {
    expect(countPoll(rule, [], entitled({ member: 9 }), groups, [], [objection('open')]).outcome).toBe(
      'failed',
    );
    expect(countPoll(rule, [], entitled({ member: 9 }), groups, [], [objection('overruled')]).outcome).toBe(
      'passed',
    );
    expect(
      countPoll(rule, [], entitled({ member: 9 }), [position('consent', 6)], [], [objection('integrated')])
        .outcome,
    ).toBe('passed');
  });

  it('does not pass over a ballot that objects without a record of its objection', () => {
    expect(countPoll(rule, [], entitled({ member: 9 }), groups, []).outcome).toBe('failed');
  });
});

describe.each(everyMethod)('every poll by %s', (method) => {
  it('counts what was taken as the tally engine does, in any order and any grouping', () => {
    const chance = new Chance(1_000 + everyMethod.indexOf(method));
    let counted = 0;
    for (let n = 0; n < 150; n++) {
      const { rule, labels, electorate, groups } = generatedPoll(chance, method);
      const order = chance.shuffled([...labels.keys()]);
      const poll = countPoll(rule, labels, electorate, groups, order);
      expect(countPoll(rule, labels, electorate, chance.shuffled(groups), order)).toEqual(poll);
      const single = groups.flatMap((group) =>
        Array.from({ length: Number(group.people) }, () => ({ ...group, people: 1n })),
      );
      expect(countPoll(rule, labels, electorate, single, order)).toEqual(poll);
      expect(poll.takenPart).toEqual(sumOf(groups));
      if (method !== 'threshold' && method !== 'consent') {
        const facts = { rule, options: labels, electorate, groups, drawnOrder: order, objections: [] };
        const form = { options: rule.options, labels };
        const ballots = groups.map(
          ({ marks, people, weightMillionths }) =>
            [Ratio.of(people * weightMillionths, oneVote), engineBallot(form, marks)] as const,
        );
        const direct = tallyElection({ ...pollElection(facts), ballots });
        expect(isRefusal(direct)).toBe(false);
        expect(poll.counting).toEqual(direct);
      }
      expect(poll.winners.length).toBeLessThanOrEqual(rule.seats);
      // What the rule adds is the last option, and is never chosen.
      if (addedBy(rule.options) !== null) expect(poll.winners).not.toContain(labels.length - 1);
      counted += groups.length;
    }
    expect(counted).toBeGreaterThan(200);
  });
});
