import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * GraphQL is asked in JSON alone. A page of another origin can make a browser send forms and plain text with our
 * cookie, but JSON only after asking us, which we do not allow: so no act can be forged from there. What is sent must
 * have the shape of a request before anything reads it.
 */
export function registerGraphqlRequests(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!isGraphqlPost(request)) return;
    const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    if (type !== 'application/json')
      return refuse(reply, 415, 'Send JSON, with the header content-type: application/json.');
  });
  server.addHook('preValidation', async (request, reply) => {
    const fault = isGraphqlPost(request) ? faultOf(request.body) : null;
    if (fault !== null) return refuse(reply, 400, fault);
  });
}

/** By the route that was found, not by the address as it was spelled: `/%67raphql` leads here too. */
export const isGraphql = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url === '/graphql';

const isGraphqlPost = (request: FastifyRequest): boolean => request.method === 'POST' && isGraphql(request);

/** What is wrong with the body, as a sentence. */
function faultOf(body: unknown): string | null {
  if (!isObject(body)) return 'Send one JSON object with the fields query, variables and operationName.';
  const { query, variables, operationName } = body;
  if (typeof query !== 'string' || query.trim() === '')
    return 'The field query must hold the text of a query.';
  if (variables !== undefined && variables !== null && !isObject(variables))
    return 'The field variables must hold an object.';
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    return 'The field operationName must hold the name of an operation of the query.';
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuse = (reply: FastifyReply, statusCode: number, message: string): FastifyReply =>
  reply.code(statusCode).send({ data: null, errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
