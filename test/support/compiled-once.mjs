// What tests run outside Jest (processes, threads, the set-up itself) is compiled once for the whole run, into a folder
// of its own, so that two runs at a time do not meet.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const prefix = 'for-tests-';
const folders = ['src', 'migrations', 'test/support', 'test/properties', 'test/trust'];

/** The folder; the specs find it in the environment, see compiled-tree.ts. */
export default function compiledOnce() {
  process.env.ROCHDALE_TEST_TREE ??= compile(resolve('dist'));
  return process.env.ROCHDALE_TEST_TREE;
}

export function removeCompiled() {
  if (process.env.ROCHDALE_TEST_TREE)
    rmSync(process.env.ROCHDALE_TEST_TREE, { recursive: true, force: true });
}

function compile(dist) {
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist)) {
    const isOurs = name.startsWith(prefix);
    if (isOurs && !isAlive(name.slice(prefix.length).split('-')[0]))
      rmSync(join(dist, name), { recursive: true, force: true });
  }
  const tree = mkdtempSync(join(dist, `${prefix}${process.pid}-`));
  const swc = resolve('node_modules/@swc/cli/bin/swc.js');
  const options = ['-d', tree, '--quiet', '--copy-files', '--ignore', '**/*.spec.ts'];
  const env = { ...process.env, NODE_OPTIONS: '' };
  execFileSync(process.execPath, [swc, ...folders, ...options], { env, stdio: 'inherit' });
  return tree;
}

/** Whether the run that made a folder still goes on; what a killed one left is removed. */
function isAlive(pid) {
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
