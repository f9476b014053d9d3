import type { FastifyInstance } from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../../src/shared/ids.js';
import { castingStatements } from './casting-statements.js';
import { inTenantTransaction } from './bare-server.js';

interface BallotBody {
  readonly pollId: string;
  readonly choice: string;
  readonly idempotencyKey: string;
}

/** The product's statements of one ballot, one after the other in one transaction, and nothing else. */
export function registerBareBallot(server: FastifyInstance): void {
  server.post('/ballot', (request) => {
    const { pollId, choice, idempotencyKey } = request.body as BallotBody;
    return inTenantTransaction(request, '', async (client, { person_id, membership_id }) => {
      const hash = createHash('sha256').update(`${choice} ${pollId}`).digest('hex');
      const secret = randomBytes(32).toString('base64url');
      const run = (name: keyof typeof castingStatements, values: unknown[]) =>
        client.query<Record<string, unknown>>({ name, text: castingStatements[name], values });
      await run('claim', [person_id, idempotencyKey, 'castBallot', hash]);
      const cast = await run('cast', [
        pollId,
        membership_id,
        JSON.stringify({ choice }),
        'web',
        membership_id,
        secret,
      ]);
      const { revision, checkCode, castAt } = cast.rows[0]!;
      const fact = JSON.stringify({ revision });
      await run('record', [newId(), 'castBallot', person_id, membership_id, 'poll', pollId, fact]);
      const receipt = { pollId, revision, castAt, checkCode, secret };
      await run('keep', [person_id, idempotencyKey, JSON.stringify({ done: receipt })]);
      return { data: { castBallot: receipt } };
    });
  });
}
