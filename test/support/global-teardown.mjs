import { removeCompiled } from './compiled-once.mjs';

export default async function tearDown() {
  await globalThis.rochdaleTestCluster?.dispose();
  removeCompiled();
}
