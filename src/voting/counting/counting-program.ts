import { existsSync } from 'node:fs';

/**
 * The file that counts large polls in a thread, beside this one: compiled, or its source where the program runs from its
 * sources, whose thread loads them as this one does. Null where neither is there, as in a bundle that left it out.
 */
export function countingProgram(): URL | null {
  const files = ['./counting-worker.js', './counting-worker.ts'].map(
    (name) => new URL(name, import.meta.url),
  );
  return files.find((file) => existsSync(file)) ?? null;
}
