import type { Caller } from '../../support/application.js';
import { ProposalDesk } from './proposal-desk.js';

describe('writing and discussing proposals', () => {
  let desk: ProposalDesk;
  let author: Caller;
  let other: Caller;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
    author = desk.member(2);
    other = desk.member(3);
  });
  afterAll(() => desk.close());

  it('is for current members: not for nobody, nor for a member of another cooperative', async () => {
    expect(await desk.draftReason({}, { cooperative: desk.coop.slug })).toBe('NOT_SIGNED_IN');
    const stranger = { session: desk.stranger.session, cooperative: desk.coop.slug };
    expect(await desk.draftReason({}, stranger)).toBe('NOT_A_MEMBER');
  });

  it.each([
    ['no title', { title: ' ' }],
    ['a title of two lines', { title: 'one\ntwo' }],
    ['a title of 201 characters', { title: 'x'.repeat(201) }],
    ['a title of a megabyte', { title: 'x'.repeat(900_000) }],
    ['a text with a NUL', { body: 'a\u0000b' }],
    ['half a surrogate pair', { body: 'a\ud800b' }],
    ['a text of 50,001 characters', { body: 'x'.repeat(50_001) }],
  ])('refuses %s', async (_words, over) => {
    expect(await desk.draftReason(over, author)).toBe('INVALID_INPUT');
  });

  it('keeps a title of 200 characters beyond the basic plane as it was written', async () => {
    const title = '🌾'.repeat(200);
    const id = await desk.draft({ title }, author);
    expect(await desk.read(id, author)).toMatchObject({ title, state: 'DRAFT', version: 1 });
  });

  it('refuses an effect that can never be carried out, and two effects at once', async () => {
    const assignRole = { membershipId: '01a00000-0000-7000-8000-000000000000', role: 'TREASURER' };
    expect(await desk.draftReason({ effect: { assignRole } }, author)).toBe('EFFECT_IMPOSSIBLE');
    expect(
      await desk.draftReason({ effect: { assignRole: { ...assignRole, membershipId: 'x' } } }, author),
    ).toBe('EFFECT_IMPOSSIBLE');
    const amendRule = desk.amendment({});
    expect(await desk.draftReason({ effect: { assignRole, amendRule } }, author)).toBe('INVALID_INPUT');
    expect(await desk.draftReason({ effect: { amendRule: desk.amendment({ mayOpen: [] }) } }, author)).toBe(
      'EFFECT_IMPOSSIBLE',
    );
  });

  it('shows a draft to its author alone: to others it is not there for any act', async () => {
    const id = await desk.draft({ title: 'Hidden' }, author);
    expect(await desk.read(id, other)).toBeNull();
    expect(await desk.titles(other)).not.toContain('Hidden');
    expect(await desk.titles(author)).toContain('Hidden');
    expect(await desk.edit(id, { title: 'Taken over' }, other)).toBe('NOT_FOUND');
    for (const act of ['publishProposal', 'withdrawProposal'] as const)
      expect(await desk.act(act, id, other)).toBe('NOT_FOUND');
    expect(await desk.comment(id, 'I see it', other)).toBe('NOT_FOUND');
  });

  it('is changed, published and withdrawn by its author alone', async () => {
    const id = await desk.draft({ title: 'Mine' }, author);
    expect(await desk.act('publishProposal', id, author)).toBe('done');
    expect(await desk.edit(id, { title: 'Taken over' }, other)).toBe('NOT_ALLOWED');
    expect(await desk.act('publishProposal', id, other)).toBe('NOT_ALLOWED');
    expect(await desk.act('withdrawProposal', id, other)).toBe('NOT_ALLOWED');
    expect(await desk.act('publishProposal', id, author)).toBe('NOT_IN_DRAFT');
    expect(await desk.act('withdrawProposal', id, author)).toBe('done');
    expect(await desk.act('withdrawProposal', id, author)).toBe('TEXT_IS_FROZEN');
    expect(await desk.edit(id, { title: 'Again' }, author)).toBe('TEXT_IS_FROZEN');
    expect(await desk.act('publishProposal', id, author)).toBe('NOT_IN_DRAFT');
  });

  it('keeps every version, and the kind of its effect', async () => {
    const id = await desk.draft({ title: 'First' }, author);
    expect(await desk.edit(id, { title: 'Second' }, author)).toBe('done');
    expect(await desk.edit(id, { title: '' }, author)).toBe('INVALID_INPUT');
    expect(await desk.edit(id, { title: 'Other', effect: { amendRule: desk.amendment({}) } }, author)).toBe(
      'EFFECT_KIND_IS_FIXED',
    );
    const read = await desk.read(id, author);
    expect(read.versions).toMatchObject([{ title: 'First' }, { title: 'Second' }]);
    expect(read).toMatchObject({ title: 'Second', version: 2, decisionKind: 'resolution' });
  });

  it('is discussed from publication on, by comments that answer comments of the same proposal', async () => {
    const [id, elsewhere] = [await desk.draft({}, author), await desk.draft({}, author)];
    expect(await desk.comment(id, 'Too early', author)).toBe('NOT_IN_DELIBERATION');
    await desk.act('publishProposal', id, author);
    await desk.act('publishProposal', elsewhere, author);
    expect(await desk.comment(id, ' ', other)).toBe('INVALID_INPUT');
    expect(await desk.comment(id, 'x'.repeat(10_001), other)).toBe('INVALID_INPUT');
    expect(await desk.comment(id, 'Why Sundays?', other)).toBe('done');
    const [first] = (await desk.read(id, author)).comments.nodes;
    expect(await desk.comment(id, 'People asked.', author, first.id)).toBe('done');
    expect(await desk.comment(elsewhere, 'Astray', author, first.id)).toBe('NOT_FOUND');
    expect(await desk.comment(id, 'Astray', author, 'no-id')).toBe('NOT_FOUND');
    expect((await desk.read(id, other)).comments).toMatchObject({
      totalCount: 2,
      nodes: [
        { body: 'Why Sundays?', onVersion: 1, replyTo: null },
        { body: 'People asked.', replyTo: first.id },
      ],
    });
  });

  it('is written once per key, and refused for another text under the same key', async () => {
    const key = 'a-key-of-its-own';
    const id = await desk.draft({ title: 'Once' }, author, key);
    expect(await desk.draft({ title: 'Once' }, author, key)).toBe(id);
    expect(await desk.draftReason({ title: 'Twice' }, author, key)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await desk.draftReason({}, author, 'short')).toBe('IDEMPOTENCY_KEY_INVALID');
  });
});
