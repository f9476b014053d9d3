import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const program = `
import { endWhenNobodyReads, isUnread, toStandardOutput } from './src/cli/standard-output.js';
endWhenNobodyReads();
try {
  for (let line = 1; line <= 100_000; line += 1) await toStandardOutput('line ' + line + '\\n');
  console.error('everything was read');
} catch (error) {
  console.error(isUnread(error) ? 'nobody reads any more' : error);
}`;
const node = `node --import ./test/support/typescript-loader.mjs --input-type=module -e "$PROGRAM"`;
const piped = (command: string) =>
  promisify(execFile)('bash', ['-o', 'pipefail', '-c', `${node} | ${command}`], {
    env: { ...process.env, PROGRAM: program },
  });

describe('what a command prints', () => {
  it('ends quietly and well when whoever reads it has enough', async () => {
    expect(await piped('head -1')).toEqual({ stdout: 'line 1\n', stderr: 'nobody reads any more\n' });
  });

  it('comes whole to whoever reads it to the end', async () => {
    expect(await piped('wc -l | tr -d " "')).toEqual({ stdout: '100000\n', stderr: 'everything was read\n' });
  });
});
