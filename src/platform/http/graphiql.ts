import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const packages = createRequire(import.meta.url);
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

/** The page's parts, each a file of an installed package: nothing is fetched from elsewhere. */
const assets = [
  { name: 'react.js', owner: 'react', file: 'umd/react.production.min.js', type: script },
  { name: 'react-dom.js', owner: 'react-dom', file: 'umd/react-dom.production.min.js', type: script },
  { name: 'graphiql.js', owner: 'graphiql', file: 'graphiql.min.js', type: script },
  { name: 'graphiql.css', owner: 'graphiql', file: 'graphiql.min.css', type: style },
] as const;

/** `/graphiql`: the API's playground and documentation, working offline and under the same policy as every page. */
export function registerGraphiql(server: FastifyInstance): void {
  server.get('/graphiql', (_request, reply) => reply.type('text/html; charset=utf-8').send(page()));
  server.get('/graphiql/start.js', (_request, reply) => reply.type(script).send(starter));
  for (const { name, owner, file, type } of assets) {
    const folder = dirname(packages.resolve(`${owner}/package.json`));
    const { version } = packages(`${owner}/package.json`) as { version: string };
    const tag = `"${owner}-${version}"`;
    server.get(`/graphiql/${name}`, async (request, reply) => {
      void reply.header('cache-control', 'public, max-age=86400').header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type(type).send(await readFile(join(folder, file)));
    });
  }
}

const page = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rochdale: the API</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>html, body, #graphiql { height: 100%; margin: 0 }</style>
</head>
<body>
<div id="graphiql">Loading…</div>
${assets
  .filter(({ type }) => type === script)
  .map(({ name }) => `<script src="/graphiql/${name}"></script>`)
  .join('\n')}
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

/** Opens with `?query=…` and `?cooperative=…`, so that a link can show something to try. */
const starter = `const asked = new URLSearchParams(location.search);
const cooperative = asked.get('cooperative');
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
    defaultQuery: '# Ask for what you may see. The documentation is behind the book at the left.\\n',
    ...(asked.has('query') ? { query: asked.get('query') } : {}),
    ...(cooperative ? { headers: JSON.stringify({ 'rochdale-cooperative': cooperative }, null, 2) } : {}),
    shouldPersistHeaders: true,
  }),
);
`;
