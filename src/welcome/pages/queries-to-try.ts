import { html, type Html } from './html.js';

interface QueryToTry {
  readonly title: string;
  readonly query: string;
  /** Shown to holders of one of these roles alone; to everybody when absent. */
  readonly roles?: readonly string[];
}

const queriesToTry: readonly QueryToTry[] = [
  {
    title: 'The decisions, with their arithmetic in sentences',
    query: `{
  decisions(first: 5) { nodes {
    number title outcome stage
    poll { ruleArticle ruleVersion result { sentences(language: EN) } }
  } }
}`,
  },
  {
    title: 'What I hold: shares, what is retained in my name, what is owed to me',
    query: `{
  myLedgerAccounts(first: 20) { nodes { path year balanceMinor currency } }
}`,
  },
  {
    title: 'My part of the surplus, and why it is this number',
    query: `{
  distributionRuns(first: 3) { nodes {
    name state surplusMinor currency postedOn entries { id kind amountMinor ofSurplus }
    myLines { pool amountMinor forms { form amountMinor }
      why { bases { basis quantity total } share exactMinor roundedUp } }
  } }
}`,
  },
  {
    title: 'The bylaws in force, in words',
    query: `{
  bylaws { inForce { article version text inWords effectiveAt } }
}`,
  },
  {
    title: 'Why I may vote on what is open',
    query: `{
  polls(state: OPEN, first: 5) { nodes { question closesAt myEligibility { explanation } } }
}`,
  },
  {
    title: 'The books: debits and credits of every family of accounts',
    query: `{
  trialBalance { family accounts debitMinor creditMinor currency }
}`,
    roles: ['TREASURER', 'AUDITOR'],
  },
  {
    title: 'Is the record whole? Its chain, recomputed',
    query: `{
  recordVerification { sealed unsealed head faults }
}`,
    roles: ['STEWARD', 'AUDITOR'],
  },
];

/** Each query with a button that asks it and shows the answer, and as a command for the terminal. */
export const queriesSection = (cooperative: string, roles: readonly string[], origin: string): Html =>
  html`<h2>Ask the API</h2>
    <p class="quiet">
      Everything here is read through the public API. <a href="${graphiqlLink(cooperative, '')}">GraphiQL</a>
      documents all of it and answers as you type. For the terminal, set
      <code>ROCHDALE_SESSION</code> to the token that <code>signIn</code> answers with
      <code>deliverAs: TOKEN</code>.
    </p>
    ${queriesToTry
      .filter((each) => each.roles === undefined || each.roles.some((role) => roles.includes(role)))
      .map((each, place) => queryBlock(each, place, cooperative, origin))}`;

const queryBlock = ({ title, query }: QueryToTry, place: number, cooperative: string, origin: string): Html =>
  html`<section class="query">
    <h3>${title}</h3>
    <pre>${query}</pre>
    <button
      type="button"
      data-query="${query}"
      data-cooperative="${cooperative}"
      aria-controls="answer-${place}"
    >
      Ask
    </button>
    <button type="button" class="second" data-copy="curl-${place}">Copy as curl</button>
    <a href="${graphiqlLink(cooperative, query)}">Open in GraphiQL</a>
    <pre id="answer-${place}" class="answer" tabindex="0" aria-label="Answer" aria-live="polite" hidden></pre>
    <details>
      <summary>For the terminal</summary>
      <pre id="curl-${place}">${curlOf(query, cooperative, origin)}</pre>
    </details>
  </section>`;

export const graphiqlLink = (cooperative: string, query: string): string => {
  const asked = new URLSearchParams({ cooperative, ...(query === '' ? {} : { query }) });
  return `/graphiql?${asked.toString()}`;
};

/** Queries hold no single quotes, so that the shell takes the body as it is. */
function curlOf(query: string, cooperative: string, origin: string): string {
  const body = JSON.stringify({ query: query.replace(/\s+/g, ' ') });
  return [
    `curl -s ${origin}/graphql \\`,
    `  -H 'content-type: application/json' \\`,
    `  -H 'rochdale-cooperative: ${cooperative}' \\`,
    `  -H "authorization: Bearer $ROCHDALE_SESSION" \\`,
    `  -d '${body}'`,
  ].join('\n');
}
