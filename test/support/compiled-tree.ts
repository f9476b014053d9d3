import { join } from 'node:path';

/** Where a source file stands compiled for the processes that tests start: `compiled('src/cli/rochdale.js')`. */
export function compiled(file: string): string {
  const tree = process.env.ROCHDALE_TEST_TREE;
  if (!tree) throw new Error('Nothing is compiled: run this spec with the Jest project "database".');
  return join(tree, file);
}
