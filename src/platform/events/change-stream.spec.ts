import { ChangeStream } from './change-stream.js';
import { readChange } from './notify.js';

describe('the changes of one thing for one subscriber', () => {
  it('are one change when several come before the next look', async () => {
    const stream = new ChangeStream(() => undefined);
    stream.changed();
    stream.changed();
    expect(await stream.next()).toEqual({ done: false, value: true });
    const next = stream.next();
    stream.changed();
    expect(await next).toEqual({ done: false, value: true });
  });

  it('end while the subscriber waits, once', async () => {
    let ended = 0;
    const stream = new ChangeStream(() => (ended += 1));
    const waiting = stream.next();
    await stream.return();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(ended).toBe(1);
  });
});

describe('a notice from the database', () => {
  it('is read when it is ours and passed over when it is not', () => {
    expect(readChange('{"kind":"poll","cooperativeId":"c","id":"i","more":1}')).toEqual({
      kind: 'poll',
      cooperativeId: 'c',
      id: 'i',
    });
    for (const payload of [undefined, '', 'nonsense', 'null', '[]', '{"kind":1}'])
      expect(readChange(payload)).toBeNull();
  });
});
