import Fastify, { type FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { announce, given, poolSize } from './announce.js';
import { registerBareBallot } from './bare-ballot.js';
import { bareProposalsPage } from './bare-page.js';

export interface BareViewer {
  readonly person_id: string;
  readonly cooperative_id: string;
  readonly membership_id: string;
}

// The limit: what this machine does when nothing stands between the request and the statement.
const pool = new pg.Pool({ connectionString: given('APP_URL'), max: poolSize });
const server = Fastify();

async function viewerOf(client: pg.PoolClient, request: FastifyRequest): Promise<BareViewer> {
  const token = (request.headers.authorization ?? '').slice('Bearer '.length);
  const { rows } = await client.query<BareViewer>({
    name: 'request_viewer',
    text: 'SELECT * FROM request_viewer($1, $2)',
    values: [createHash('sha256').update(token).digest(), request.headers['rochdale-cooperative']],
  });
  return rows[0]!;
}

/** The same transaction as the product's: opened with tenant and viewer bound to it, committed at the end. */
export async function inTenantTransaction<T>(
  request: FastifyRequest,
  mode: '' | 'READ ONLY',
  work: (client: pg.PoolClient, viewer: BareViewer) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    const viewer = await viewerOf(client, request);
    await client.query(
      `BEGIN ${mode}; SELECT set_config('rochdale.cooperative_id', '${viewer.cooperative_id}', true),
         set_config('rochdale.person_id', '${viewer.person_id}', true)`,
    );
    const answer = await work(client, viewer);
    await client.query('COMMIT');
    return answer;
  } finally {
    client.release();
  }
}

server.post('/page', async (request, reply) => {
  const page = await inTenantTransaction(request, 'READ ONLY', async (client, { membership_id }) => {
    const { rows } = await client.query<{ page: string }>({
      name: 'page',
      text: bareProposalsPage,
      values: [membership_id],
    });
    return rows[0]!.page;
  });
  return reply.type('application/json').send(page);
});
registerBareBallot(server);

await server.listen({ port: 0, host: '127.0.0.1' });
announce(server.server.address(), async () => {
  await server.close();
  await pool.end();
});
