import fc from 'fast-check';
import { isAlive, parsePostmasterFile } from './postmaster-file.js';

const ready = '4711\n/srv/data\n1764000000\n5433\n\n127.0.0.1\n  1234567  32769\nready   \n';

describe('the lock that a PostgreSQL server writes', () => {
  it('names its process, its port, and that it is ready', () => {
    expect(parsePostmasterFile(ready)).toEqual({ pid: 4711, port: 5433, status: 'ready' });
  });

  it('is that of a starting server while lines are missing', () => {
    expect(parsePostmasterFile('4711\n/srv/data\n')).toEqual({ pid: 4711, port: 0, status: 'starting' });
    expect(parsePostmasterFile(ready.replace('ready', 'standby'))?.status).toBe('starting');
  });

  it('tells a server that is stopping', () => {
    expect(parsePostmasterFile(ready.replace('ready   ', 'stopping'))?.status).toBe('stopping');
  });

  it.each(['', '\n', 'x\n', '-5\n', '1.5\n'])('names no server when it begins with %j', (text) => {
    expect(parsePostmasterFile(text)).toBeNull();
  });

  it('is read without a fault, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const record = parsePostmasterFile(text);
        expect(record === null || record.pid > 0).toBe(true);
      }),
    );
  });
});

describe('a process', () => {
  it('is alive when it is this one, and not when its id means none or a group', () => {
    expect(isAlive(process.pid)).toBe(true);
    for (const none of [0, -1, NaN]) expect(isAlive(none)).toBe(false);
  });
});
