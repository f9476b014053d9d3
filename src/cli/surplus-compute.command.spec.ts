import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { moreThanMemoryHolds, registerSurplusCompute } from './surplus-compute.command.js';

async function run(content: string | null): Promise<{ out: string; err: string; code: unknown }> {
  const folder = await mkdtemp(join(tmpdir(), 'surplus-'));
  const file = join(folder, 'input.json');
  if (content !== null) await writeFile(file, content);
  let out = '';
  let err = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text, written?: unknown) => {
    out += String(text);
    if (typeof written === 'function') (written as () => void)();
    return true;
  });
  const error = jest.spyOn(console, 'error').mockImplementation((text) => void (err += String(text)));
  const before = process.exitCode;
  process.exitCode = undefined;
  const program = new Command();
  registerSurplusCompute(program);
  await program.parseAsync(['surplus', 'compute', file], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = before;
  write.mockRestore();
  error.mockRestore();
  await rm(folder, { recursive: true });
  return { out, err, code };
}

describe('rochdale surplus compute', () => {
  it('prints the result as one line of JSON', async () => {
    const { out, code } = await run(
      '{"policy":{"id":"p","disclosure":{"unallocated":"1/2","forms":{"cash":1}}},"snapshot":{}}',
    );
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'pass',
      result: { disclosure: { ofTotal: { cash: '1/2' } } },
    });
    expect(code).toBeUndefined();
  });

  it('warns of a misspelt basis as the server does, and refuses what is no currency', async () => {
    const year = (currency: string) =>
      run(
        `{"policy":{"id":"p","waterfall":{"pools":[{"id":"m","size":{},"weighting":{"bases":{"hours":1,"hors":1}}}]}},` +
          `"snapshot":{"currency":"${currency}","result":{"member":5},"participants":[{"key":"a","bases":{"hours":1}}]}}`,
      );
    expect(JSON.parse((await year('EUR')).out)).toMatchObject({
      verdict: 'warn',
      checks: [{ id: 'records.m.hors', detail: 'hors in m' }],
    });
    expect(await year('EURO')).toMatchObject({ code: 1, err: expect.stringContaining('snapshot.currency') });
  });

  it('says in words what is wrong, and ends with 1', async () => {
    const { out, err, code } = await run('{"policy":{"id":"p"},"snapshot":{"tax":-1}}');
    expect([out, code]).toEqual(['', 1]);
    expect(err).toContain('snapshot.tax: must not be negative');
  });

  it('refuses a file that says two things, or a number that would be read as another', async () => {
    const twice = await run('{"policy":{"id":"p"},"snapshot":{"tax":1,"tax":2}}');
    expect(twice).toMatchObject({
      out: '',
      code: 1,
      err: expect.stringContaining('snapshot.tax: is there twice'),
    });
    const near = await run('{"policy":{"id":"p"},"snapshot":{"tax":0.99999999999999999999}}');
    expect(near).toMatchObject({ code: 1, err: expect.stringContaining('write it as text') });
  });

  it('says before it begins that there are more people than the memory holds', () => {
    const participants = Array.from({ length: 1_000 }, () => null);
    const input = { policy: { waterfall: { pools: [{}, {}] } }, snapshot: { participants } };
    expect(moreThanMemoryHolds(input, 12_000_000)).toBeNull();
    expect(moreThanMemoryHolds(input, 11_000_000)).toContain('1000 participants need some 12 MB');
    expect(moreThanMemoryHolds(null, 0)).toBeNull();
  });

  it('ends with 2 on a file that is missing or is not JSON', async () => {
    expect(await run(null)).toMatchObject({ code: 2 });
    expect(await run('{')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is not JSON: .*position 1/),
    });
  });
});
