import { Duties } from './duties.js';

const soon = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('duties', () => {
  it('go on while one of them takes long, which is not asked again meanwhile', async () => {
    const duties = new Duties(() => undefined);
    let [long, short] = [0, 0];
    let end: () => void = () => undefined;
    duties.register({
      name: 'long',
      run: () => {
        long += 1;
        return new Promise<void>((resolve) => (end = resolve));
      },
    });
    duties.register({ name: 'short', run: async () => void (short += 1) });
    duties.start(1);
    while (short < 5) await soon(1);
    expect(long).toBe(1);
    const stopped = duties.stop();
    const wasWaiting = await Promise.race([stopped.then(() => false), soon(5).then(() => true)]);
    expect(wasWaiting).toBe(true);
    end();
    await stopped;
    const done = short;
    await soon(10);
    expect([long, short]).toEqual([1, done]);
  });

  it('are told of when they fail, and asked again', async () => {
    const failures: string[] = [];
    const duties = new Duties((name) => void failures.push(name));
    duties.register({ name: 'broken', run: () => Promise.reject(new Error('a bug')) });
    let others = 0;
    duties.register({ name: 'sound', run: async () => void (others += 1) });
    await duties.runAll();
    expect([failures, others]).toEqual([['broken'], 1]);
    duties.start(1);
    while (failures.length < 3) await soon(1);
    await duties.stop();
    expect(others).toBeGreaterThan(1);
  });

  it('come in a round of all after those whose work they take up, whichever registered first', async () => {
    const duties = new Duties(() => undefined);
    const ran: string[] = [];
    const duty = (name: string) => ({ name, run: async () => void ran.push(name) });
    duties.register({ ...duty('take force'), after: 'close' });
    duties.register(duty('close'));
    duties.register(duty('seal'));
    await duties.runAll();
    expect(ran).toEqual(['close', 'seal', 'take force']);
  });
});
