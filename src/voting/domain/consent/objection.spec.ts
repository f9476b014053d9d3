import { mayAcceptAnswer, mayStillBeHandled, objectionStates, objectionText } from './objection.js';

const good = { reason: 'The noise keeps the neighbours awake.', criteria: 'Article 3: be good neighbours.' };

describe('the words of an objection', () => {
  it('say which harm is seen, and by what it is harm; a change that would meet it may be missing', () => {
    expect(objectionText(good)).toEqual({ ...good, proposedChange: null });
    expect(objectionText({ ...good, proposedChange: ' Close at ten. ' })).toEqual({
      ...good,
      proposedChange: 'Close at ten.',
    });
  });
  it('are refused without either, and each fault is named', () => {
    expect(objectionText({})).toMatchObject({
      reason: 'INVALID_INPUT',
      details: [expect.stringMatching(/^reason/), expect.stringMatching(/^criteria/)],
    });
    expect(objectionText({ ...good, criteria: ' \n ' })).toMatchObject({
      details: [expect.stringMatching(/^criteria/)],
    });
    expect(objectionText({ ...good, proposedChange: '' })).toMatchObject({
      details: [expect.stringMatching(/^proposedChange/)],
    });
  });
  it.each([[42], [['text']], ['x\u0000y'], ['\ud800'], ['a'.repeat(4_001)]])('are not %j', (reason) => {
    expect(objectionText({ ...good, reason })).toMatchObject({ reason: 'INVALID_INPUT' });
  });
});

describe('what may happen to an objection', () => {
  it('happens while it is open and not after', () => {
    expect(objectionStates.filter((state) => mayStillBeHandled(state) === true)).toEqual(['open']);
    expect(mayStillBeHandled('integrated')).toMatchObject({ reason: 'OBJECTION_HAS_ENDED' });
  });
  it('is no acceptance before there is an answer', () => {
    expect(mayAcceptAnswer(0)).toMatchObject({ reason: 'NOT_ANSWERED' });
    expect(mayAcceptAnswer(2)).toBe(true);
  });
});
