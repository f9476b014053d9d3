export default async function tearDown() {
  await globalThis.rochdaleTestCluster?.dispose();
}
