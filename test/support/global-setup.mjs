// Jest loads this file without its own transform: the loader makes the TypeScript behind it importable.
import './typescript-loader.mjs';

export default async function setUp() {
  const { startTestCluster } = await import('./test-cluster.ts');
  globalThis.rochdaleTestCluster = await startTestCluster();
}
