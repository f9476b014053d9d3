import type { FieldMiddleware } from '@nestjs/graphql';
import { withLocalInstants } from '../../shared/instant-in-words.js';
import type { RequestScope } from '../request/request-scope.js';

type Said = string | readonly string[] | null | undefined;

/** Words for people name every instant as the clocks of the viewer's cooperative show it. */
export const localInstants: FieldMiddleware = async ({ context }, next) => {
  const said = (await next()) as Said;
  const zone = (context as { scope?: RequestScope }).scope?.viewer.timeZone ?? 'UTC';
  if (said === null || said === undefined) return said;
  return typeof said === 'string'
    ? withLocalInstants(said, zone)
    : said.map((sentence) => withLocalInstants(sentence, zone));
};
