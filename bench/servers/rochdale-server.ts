import { createApplication } from '../../src/main.js';
import { Database } from '../../src/platform/database/pool.js';
import { Log } from '../../src/platform/log.js';
import { announce, given, poolSize } from './announce.js';

// The product as `rochdale start` runs it, log included; duties and jobs aside, which are not measured here.
const app = await createApplication({
  database: new Database({ connectionString: given('APP_URL'), size: poolSize }),
  log: new Log('info'),
  mail: { kind: 'mailbox', from: 'rochdale@coop.example' },
  requestTimeoutMs: 10_000,
});
await app.listen(0, '127.0.0.1');
announce(app.getHttpServer().address(), () => app.close());
