import { RuleCheckers } from '../../../src/membership/rule-checkers.js';
import type { Caller } from '../../support/application.js';
import { ProposalDesk } from './proposal-desk.js';

const named = (...labels: string[]) => labels.map((label) => ({ label }));
const doors = { title: 'The door', decisionKind: 'choice', options: named('Green', 'Blue', 'Red') };

describe('proposals that bring options', () => {
  let desk: ProposalDesk;
  let author: Caller;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
    author = desk.member(2);
  });
  afterAll(() => desk.close());

  it('are written with the options that the rule of their kind asks for, in their order', async () => {
    const described = [{ label: ' Green ', description: 'As before' }, ...named('Blue')];
    const id = await desk.draft({ ...doors, topic: 'house', options: described }, author);
    expect(await desk.read(id, author)).toMatchObject({
      ...{ decisionKind: 'choice', topic: 'house' },
      options: [
        { position: 0, label: 'Green', description: 'As before' },
        { position: 1, label: 'Blue', description: null },
      ],
    });
    expect(await desk.read(id, desk.member(3))).toBeNull();
  });

  it.each([
    ['without options where there is a choice', { ...doors, options: [] }, 'TOO_FEW_OPTIONS'],
    ['with a single one', { ...doors, options: named('Green') }, 'TOO_FEW_OPTIONS'],
    [
      'with more than the rule allows',
      { ...doors, options: named(...'abcdefghijklmnopqrstu') },
      'TOO_MANY_OPTIONS',
    ],
    ['with two that look alike', { ...doors, options: named('Green', 'GREEN') }, 'OPTIONS_ALIKE'],
    ['with a label of two lines', { ...doors, options: named('Green', 'Bl\nue') }, 'INVALID_INPUT'],
    ['with half a surrogate pair', { ...doors, options: named('Green', '\ud800') }, 'INVALID_INPUT'],
    ['with options for a plain resolution', { options: named('Yes', 'No') }, 'NO_OPTIONS_HERE'],
    ['with options for consent', { ...doors, decisionKind: 'consent' }, 'NO_OPTIONS_HERE'],
    ['with a topic that is no code', { ...doors, topic: 'The House' }, 'INVALID_INPUT'],
    ['of a kind that is no word', { ...doors, decisionKind: 'a/b\u0000' }, 'UNKNOWN_KIND'],
  ])('are refused %s', async (_words, over, reason) => {
    expect(await desk.draftReason(over, author)).toBe(reason);
  });

  it('are refused for a kind the bylaws do not know, with the kinds that they do', async () => {
    expect(await desk.draftRefusal({ ...doors, decisionKind: 'coup' }, author)).toMatchObject({
      reason: 'UNKNOWN_KIND',
      details: ['bylaw-change', 'choice', 'consent', 'distribution', 'resolution', 'role-assignment'],
    });
  });

  it('follow the rule of their effect, and never change their kind', async () => {
    const effect = { amendRule: desk.amendment({}) };
    expect(await desk.draftReason({ effect, decisionKind: 'resolution' }, author)).toBe('EFFECT_FIXES_KIND');
    expect(await desk.draftReason({ effect, decisionKind: 'bylaw-change' }, author)).toBe('done');
    const id = await desk.draft(doors, author);
    expect(await desk.edit(id, { decisionKind: 'resolution' }, author)).toBe('KIND_IS_FIXED');
  });

  it('keep the options of every version; an edit without them is refused', async () => {
    const id = await desk.draft(doors, author);
    expect(await desk.edit(id, { title: 'The door' }, author)).toBe('TOO_FEW_OPTIONS');
    expect(await desk.edit(id, { options: named('Green', 'Yellow'), topic: 'colour' }, author)).toBe('done');
    const read = await desk.read(id, author);
    expect(read.options.map(({ label }: { label: string }) => label)).toEqual(['Green', 'Yellow']);
    expect(read.versions).toMatchObject([
      { topic: null, options: named('Green', 'Blue', 'Red') },
      { topic: 'colour', options: named('Green', 'Yellow') },
    ]);
  });

  it('may be of a kind that an adopted amendment has added, and see the rule change before their vote', async () => {
    const election = (over: object) => ({
      ...desk.amendment({
        ...{ threshold: null, comparison: null, base: null, quorumCounting: null, noticeDays: 0 },
        ...{ method: 'stv', seats: 2, minimumOptions: 3, maximumOptions: 5 },
        options: { variant: 'scottish', tieBreak: { mode: 'PREVIOUS_ROUNDS', then: 'FIXED_ORDER' } },
        ...over,
      }),
      ...{ decisionKind: 'board-election', article: 'Article 14', text: 'Two are elected to the board.' },
    });
    expect(
      await desk.draftRefusal({ effect: { amendRule: election({ options: null }) } }, author),
    ).toMatchObject({
      reason: 'EFFECT_IMPOSSIBLE',
      details: ['The method "stv" needs the option "variant".'],
    });
    const added = await desk.underVote({ effect: { amendRule: election({}) } }, author, 14);
    expect((await desk.read(added.id, author)).effect.sentence).toMatch(
      /^Article 14 \(decision-policy\/board-election\) is new in the bylaws\. .*2 seats are filled by single transferable vote/,
    );
    await desk.everybodyVotes(added.pollId);
    await desk.dayPasses();
    const people = { decisionKind: 'board-election', options: named('Ana', 'Bo', 'Cy', 'Di') };
    const id = await desk.draft(people, author);
    await desk.act('publishProposal', id, author);
    expect((await desk.read(id, author)).viewerCan.openVote.reason).toBeNull();
    const fewer = await desk.underVote(
      { effect: { amendRule: election({ maximumOptions: 3 }) } },
      author,
      14,
    );
    await desk.everybodyVotes(fewer.pollId);
    await desk.dayPasses();
    expect((await desk.read(id, author)).viewerCan.openVote.reason).toBe('TOO_MANY_OPTIONS');
    expect(await desk.openVote(id, author)).toBe('TOO_MANY_OPTIONS');
    const { data } = await desk.test.ask(
      '{ bylawHistory(key: "decision-policy/board-election") { version policy { method seats maximumOptions } } }',
      {},
      author,
    );
    expect(data.bylawHistory).toEqual([
      { version: 2, policy: { method: 'stv', seats: 2, maximumOptions: 3 } },
      { version: 1, policy: { method: 'stv', seats: 2, maximumOptions: 5 } },
    ]);
  });

  it('amend rules that other modules read, as data that keeps its exact spelling', async () => {
    const bylaw = { key: 'opening-hours/shop', article: 'Article 40', text: 'Open from eight.' };
    const draft = (over: object) =>
      desk.draftRefusal({ effect: { amendBylaw: { ...bylaw, value: '{"from": 8}', ...over } } }, author);
    expect(await draft({})).toMatchObject({ reason: 'EFFECT_IMPOSSIBLE' });
    desk.test.app.get(RuleCheckers).register('opening-hours/', {
      check: (_tx, value) => ('from' in (value as object) ? [] : ['from is missing.']),
      inWords: (value) => [`Open from ${(value as { from: number }).from}.`],
    });
    expect(await draft({ value: '{}' })).toMatchObject({ details: ['from is missing.'] });
    expect(await draft({ value: '{"from": 8.5}' })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: ['value'],
    });
    expect(await draft({ value: '{"from' })).toMatchObject({ reason: 'INVALID_INPUT', details: ['value'] });
    expect(await draft({ value: '{"from": "\\u0000"}' })).toMatchObject({ reason: 'EFFECT_IMPOSSIBLE' });
    expect(await draft({ key: 'decision-policy/resolution' })).toMatchObject({ details: ['key'] });
    expect(await draft({ key: 'a/\u0000' })).toMatchObject({ details: ['key'] });
    const amendBylaw = { ...bylaw, value: '{"from": 8}' };
    const adopted = await desk.underVote({ effect: { amendBylaw } }, author, 14);
    expect((await desk.read(adopted.id, author)).effect.sentence).toBe(
      'Article 40 (opening-hours/shop) is new in the bylaws. It reads: “Open from eight.” Open from 8.',
    );
    await desk.everybodyVotes(adopted.pollId);
    await desk.dayPasses();
    const { data } = await desk.test.ask(
      '{ bylawHistory(key: "opening-hours/shop") { version value inWords } }',
      {},
      author,
    );
    expect(data.bylawHistory).toEqual([{ version: 1, value: '{"from":8}', inWords: ['Open from 8.'] }]);
  });

  it('are of a kind that is one word, and the rules of effects answer one question', async () => {
    const amend = (over: object) =>
      desk.draftReason({ effect: { amendRule: { ...desk.amendment({}), ...over } } }, author);
    expect(await amend({ decisionKind: 'Board Election' })).toBe('INVALID_INPUT');
    expect(await amend({ decisionKind: 'x\u0000' })).toBe('INVALID_INPUT');
    const ranked = {
      ...{ threshold: null, comparison: null, base: null, quorumCounting: null, method: 'irv' },
      options: { tieBreak: { mode: 'FIXED_ORDER' } },
    };
    const refusal = await desk.draftRefusal({ effect: { amendRule: desk.amendment(ranked) } }, author);
    expect(refusal).toMatchObject({ reason: 'EFFECT_IMPOSSIBLE' });
    expect(refusal.details[0]).toContain('a resolution does what its text says');
  });
});
