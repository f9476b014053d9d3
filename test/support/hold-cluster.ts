// A process of its own for the tests of the embedded database: starts the cluster of the given folder, says so in
// one line of JSON, and stops it, if it is the one to answer for it, when its input ends.
import { startEmbeddedCluster } from '../../src/platform/database/embedded-cluster.js';

const dataDirectory = process.argv[2];
if (!dataDirectory) throw new Error('Name the data directory.');
const cluster = await startEmbeddedCluster({ dataDirectory, durable: false, log: () => undefined });
process.stdout.write(
  `${JSON.stringify({ pid: cluster.pid, port: cluster.port, startedHere: cluster.startedHere })}\n`,
);
process.stdin.resume().once('end', () => void (cluster.startedHere ? cluster.stop() : undefined));
