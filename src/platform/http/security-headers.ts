import type { FastifyInstance } from 'fastify';

/**
 * What a browser may do with our answers: scripts, requests and pictures of this origin alone, in nobody's frame.
 * Styles in the page are allowed, because GraphiQL's editor writes them. No answer carries an
 * `Access-Control-Allow-…` header: pages of other origins cannot read anything, nor send JSON here.
 */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
};

export function registerSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (_request, reply) => {
    void reply.headers(headers);
  });
  // What members see is theirs alone: shared caches keep nothing unless a route says otherwise.
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
}
