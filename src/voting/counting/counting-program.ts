import { existsSync } from 'node:fs';

/** The file that a thread runs, and the options of Node that it needs for it. */
export interface CountingProgram {
  readonly file: URL;
  /** Left out, those of this process. */
  readonly execArgv?: readonly string[];
}

/**
 * What counts large polls in a thread: the compiled file beside this one; run from its sources, as tests do, the source
 * with the loader for TypeScript. Null where neither is there, as in a bundle that left it out.
 */
export function countingProgram(): CountingProgram | null {
  const compiled = new URL('./counting-worker.js', import.meta.url);
  if (existsSync(compiled)) return { file: compiled };
  const source = new URL('./counting-worker.ts', import.meta.url);
  const loader = new URL('../../../test/support/typescript-loader.mjs', import.meta.url);
  return existsSync(source) && existsSync(loader)
    ? { file: source, execArgv: ['--import', loader.href] }
    : null;
}
