import autocannon from 'autocannon';

export interface LoadOptions {
  readonly url: string;
  readonly path: string;
  readonly connections: number;
  /** How long, in seconds, or how many requests. */
  readonly seconds?: number;
  readonly amount?: number;
  readonly headers: Record<string, string>;
  /** The body; a function is asked for every request, and may change the headers. */
  readonly body: string | (() => { body: string; headers: Record<string, string> });
}

/** Requests answered a second. Any answer but 200 ends the run: a refused request is no work done. */
export async function requestsPerSecond(options: LoadOptions): Promise<number> {
  const { url, path, connections, seconds, amount, headers, body } = options;
  const each = typeof body === 'function' ? body : null;
  const start = performance.now();
  let last = start;
  const settings: autocannon.Options = {
    url: `${url}${path}`,
    connections,
    ...(amount === undefined ? { duration: seconds ?? 2 } : { amount }),
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    requests: [
      each
        ? {
            setupRequest: (request) => {
              const next = each();
              return { ...request, body: next.body, headers: { ...request.headers, ...next.headers } };
            },
          }
        : { body: body as string },
    ],
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(settings, (error: unknown, done) =>
      error ? reject(new Error('the load could not be made', { cause: error })) : resolve(done),
    );
    // Its own clock ticks in whole seconds: the last answer says when the work was done.
    running.on('response', () => (last = performance.now()));
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests to ${url} failed`);
  return result.requests.total / ((last - start) / 1_000);
}

/**
 * Asks one after the other, as many as are wanted, and answers with the time in milliseconds that nineteen of twenty
 * answers do not exceed. A refusal is no answer.
 */
export async function answersOneByOne(
  url: string,
  requests: number,
  next: () => { readonly headers: Record<string, string>; readonly body: string },
): Promise<number> {
  const took: number[] = [];
  for (let asked = 0; asked < requests; asked += 1) {
    const { headers, body } = next();
    const start = performance.now();
    const { data, errors } = await answerOf(url, '/graphql', headers, body);
    took.push(performance.now() - start);
    const [answer] = Object.values((data ?? {}) as Record<string, { __typename?: string } | null>);
    if (errors || !answer || answer.__typename?.endsWith('Refused'))
      throw new Error(`no answer: ${JSON.stringify(errors ?? answer)}`);
  }
  return took.sort((a, b) => a - b)[Math.ceil(requests * 0.95) - 1]!;
}

/** One request, so that both sides of a pair can be seen to answer the same before they are measured. */
export async function answerOf(
  url: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<any> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
