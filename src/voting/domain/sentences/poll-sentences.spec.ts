import { Chance } from '../../../../test/support/generated-elections.js';
import { generatedPoll } from '../../../../test/support/generated-polls.js';
import { forOrAgainst, oneClass, votesOf } from '../../../../test/support/threshold-polls.js';
import { plainPolicy } from '../../../membership/domain/decision-policy.js';
import { methodNames } from '../../../membership/domain/decision-rule.js';
import { canonicalJson } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import type { BallotMarks } from '../ballots/ballot-marks.js';
import { countPoll, type CountingRule, type MarkGroup, type PollElectorate } from '../count-poll.js';
import { sentenceLanguages } from '../outcome-sentences.js';
import { oneVote } from '../threshold-outcome.js';
import { pollSentences } from './poll-sentences.js';

const labels = ['Ana', 'Berta', 'Inés'];
const members = (people: bigint): PollElectorate => oneClass({ people, weightMillionths: people * oneVote });
const given = (marks: BallotMarks, people: bigint): MarkGroup => ({
  ...{ marks, people, classCode: 'member', weightMillionths: oneVote },
});
const quorumOf = (fraction: Ratio): CountingRule['quorum'] => ({
  ...{ measure: 'people', fraction, counting: ['ballots'] },
});
const byChoice = (fraction: Ratio): CountingRule => ({
  ...plainPolicy,
  ...{ method: 'choice', threshold: null, options: { tie_break: { mode: 'fixed_order' } } },
  quorum: quorumOf(fraction),
});

const told = (
  rule: CountingRule,
  electorate: PollElectorate,
  groups: readonly MarkGroup[],
  language: 'en' | 'es' = 'en',
): string[] => {
  const counted = countPoll(rule, rule.method === 'choice' ? labels : [], electorate, groups, [2, 1, 0]);
  return pollSentences({ ...counted, method: rule.method, labels }, language);
};

describe('a poll in sentences', () => {
  it('tells the quorum after the headline', () => {
    const groups = [given({ option: 0 }, 3n), given({ option: 1 }, 1n)];
    expect(told(byChoice(Ratio.of(1n, 4n)), members(10n), groups).slice(0, 3)).toEqual([
      'Ana wins by plurality (the most votes).',
      'Quorum: 4 of 10 members took part; at least 1/4 of 10 members was needed, that is at least 2 1/2: reached.',
      'Votes: Ana 3, Berta 1, Inés 0.',
    ]);
  });

  it('says first of all that nothing was decided, without the quorum', () => {
    const groups = [given({ option: 0 }, 1n)];
    expect(told(byChoice(Ratio.of(1n, 2n)), members(10n), groups).slice(0, 4)).toEqual([
      'No quorum: nothing was decided.',
      'Quorum: 1 of 10 members took part; at least 1/2 of 10 members was needed, that is at least 5: not reached.',
      'What was counted, for the record:',
      'Ana wins by plurality (the most votes).',
    ]);
    expect(told(byChoice(Ratio.of(1n, 2n)), members(10n), groups, 'es').slice(0, 3)).toEqual([
      'Sin quórum: no se decidió nada.',
      'Quórum: participaron 1 de 10 socias y socios; se necesitaba al menos 1/2 de 10 socias y socios, es decir, al menos 5: no alcanzado.',
      'Lo que se contó, para que conste:',
    ]);
  });

  it('does not tell a lot among options that no ballot speaks of', () => {
    const rule = { ...byChoice(Ratio.zero), method: 'approval' as const };
    const counted = countPoll(rule, labels, members(3n), [given({ approved: [] }, 2n)], [2, 1, 0]);
    expect(pollSentences({ ...counted, method: 'approval', labels }, 'en')).toEqual([
      'Nothing was decided: no ballot says anything about any option.',
      'Left uncounted: 2 votes on blank ballots.',
    ]);
  });

  it('adds to a vote for or against what the rule asks of classes', () => {
    const rule = forOrAgainst({
      threshold: { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' },
      quorum: { measure: 'people', fraction: Ratio.zero, counting: ['for', 'against'] },
      classMajorities: [{ class: 'workers', fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' }],
    });
    const electorate: PollElectorate = {
      perClass: ['workers', 'users'].map((classCode) => ({
        ...{ classCode, people: 6n, weightMillionths: 6n * oneVote },
      })),
      withdrawn: { people: 0n, weightMillionths: 0n },
    };
    const groups = [votesOf('for', 5, oneVote, 'users'), votesOf('for', 1, oneVote, 'workers')];
    const against = votesOf('against', 1, oneVote, 'workers');
    expect(told(rule, electorate, [...groups, against])).toEqual([
      'Not passed.',
      'Counted: 6 for, 1 against, 0 abstaining.',
      'No quorum is required.',
      'Votes for: 6, enough: more than 1/2 of the votes cast for and against was needed, that is more than 3 1/2.',
      'Class workers: votes for: 1, not enough: at least 2/3 of the votes cast for and against was needed, that is at least 1 1/3.',
    ]);
  });
});

describe('every poll that can be held is told in both languages', () => {
  it.each(methodNames)('%s', (method) => {
    const chance = new Chance(29);
    for (let run = 0; run < 40; run++) {
      const { rule, labels: names, electorate, groups } = generatedPoll(chance, method);
      const counted = countPoll(rule, names, electorate, groups, [...names.keys()].reverse());
      const counting = JSON.parse(canonicalJson(counted.counting)) as typeof counted.counting;
      for (const language of sentenceLanguages) {
        const sentences = pollSentences({ ...counted, counting, method, labels: names }, language);
        expect(sentences.length).toBeGreaterThan(0);
        for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|null|NaN|\[object| {2}|^$/);
      }
    }
  });
});
