import { removeCompiled } from './compiled-once.mjs';

/** Called once for each project of the run; what is gone already is gone. */
export default async function tearDown() {
  await globalThis.rochdaleTestCluster?.dispose();
  globalThis.rochdaleTestCluster = undefined;
  removeCompiled();
}
