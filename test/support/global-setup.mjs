// Jest loads this file without its own transform, so it takes the cluster from what is compiled.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import compiledOnce from './compiled-once.mjs';

export default async function setUp() {
  const file = join(compiledOnce(), 'test/support/test-cluster.js');
  const { startTestCluster } = await import(pathToFileURL(file).href);
  globalThis.rochdaleTestCluster = await startTestCluster();
}
