import type { FastifyInstance } from 'fastify';

/**
 * GraphQL is asked in JSON alone. A page of another origin can make a browser send forms and plain text with our
 * cookie, but JSON only after asking us, which we do not allow: so no act can be forged from there.
 */
export function registerJsonOnly(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST' || request.url.split('?')[0] !== '/graphql') return;
    const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    if (type === 'application/json') return;
    const message = 'Send JSON, with the header content-type: application/json.';
    return reply.code(415).send({ data: null, errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  });
}
