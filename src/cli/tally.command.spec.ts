import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tallyFiles } from './tally.command.js';

const election = (id: string) => ({
  id,
  method: 'irv',
  options: { tie_break: { mode: 'report_tie' } },
  candidates: ['A', 'B'],
  ballots: [[2, [1]]],
});

describe('rochdale tally', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rochdale-tally-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...paths: string[]): Promise<{ code: number; lines: Record<string, unknown>[] }> {
    const lines: Record<string, unknown>[] = [];
    const code = await tallyFiles(paths, (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
    return { code, lines };
  }

  it('prints one line per case, files as given and folders in the order of their names', async () => {
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'sub', 'b.json'), JSON.stringify(election('second')));
    await writeFile(join(folder, 'a.json'), JSON.stringify(election('first')));
    await writeFile(join(folder, 'notes.txt'), 'not a case');
    const { code, lines } = await run(folder, join(folder, 'a.json'));
    expect(lines.map(({ id, winners }) => [id, winners])).toEqual([
      ['first', [1]],
      ['second', [1]],
      ['first', [1]],
    ]);
    expect(code).toBe(0);
  });

  it('refuses ballots for options that there are not, by name, and ends with 1', async () => {
    const file = (name: string, fields: object) =>
      writeFile(join(folder, name), JSON.stringify({ ...election(name), options: {}, ...fields }));
    await file('approval.json', { method: 'approval', ballots: [[1, [0, 7]]] });
    await file('choice.json', { method: 'choice', ballots: [[1, 7]] });
    await file('list.json', {
      ...{ method: 'approval', options: { ballot: 'list of options' }, ballots: [[1, [0, 7]]] },
    });
    const star = { out_of_range: 'ballot rejected' };
    await file('marks.json', {
      method: 'choice',
      options: star,
      ballots: [
        [3, [0, 1]],
        [1, [0, 7]],
      ],
    });
    const { code, lines } = await run(folder);
    expect(code).toBe(1);
    const messages = lines.map(({ refused }) => (refused as { message?: string } | undefined)?.message);
    expect(messages).toEqual([
      expect.stringContaining('Ballot 0 names 7, an unknown option'),
      expect.stringContaining('7 is an unknown option (known are 0 to 1)'),
      expect.stringContaining('7 is an unknown option (known are 0 to 1)'),
      undefined,
    ]);
    expect(lines[3]).toMatchObject({ winners: [1], out_of_range: 1 });
  });

  it('prints a refusal in the place of a case and goes on with the next', async () => {
    await writeFile(join(folder, 'a.json'), '{"id": "x",\n');
    await writeFile(join(folder, 'b.json'), JSON.stringify({ ...election('y'), method: 'lottery' }));
    await writeFile(join(folder, 'c.json'), JSON.stringify(election('z')));
    const { code, lines } = await run(folder, join(folder, 'missing.json'));
    expect(
      lines.map(({ id, refused }) => [id, (refused as { reason?: string } | undefined)?.reason]),
    ).toEqual([
      [join(folder, 'a.json'), 'MALFORMED_CASE'],
      ['y', 'UNKNOWN_METHOD'],
      ['z', undefined],
      [join(folder, 'missing.json'), 'MALFORMED_CASE'],
    ]);
    expect(code).toBe(1);
  });
});
