import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { isRefusal } from '../../shared/refusal.js';
import { DemoAccess, type DemoPerson } from '../../welcome/demo/demo-access.js';
import { cooperativesToVisit } from '../cooperatives.js';
import { demoSlug, steward, treasurer } from './demo-cooperative.js';
import type { DemoWorld } from './demo-world.js';
import { demoReport } from './demo-report.js';
import { liveDemoStory } from './demo-story.js';
import { PublicApi } from './public-api.js';

/** The demonstration cooperative, whose story has been lived to its end. */
export interface DemoCooperative {
  readonly id: string;
  readonly slug: string;
}

/** Finds the demonstration cooperative, or lives its story. */
export const ensureDemoCooperative = (
  world: DemoWorld,
  say: (line: string) => void,
): Promise<DemoCooperative> =>
  ensureLived(world, { slug: demoSlug, isLived: isLivedToItsEnd }, (slug) => liveDemoStory(world, slug, say));

/**
 * Finds the cooperative of a story, or lives the story. One whose story was interrupted stays as it is, and the next
 * short name takes its place.
 */
export async function ensureLived(
  world: DemoWorld,
  story: {
    readonly slug: string;
    readonly isLived: (work: UnitOfWork, cooperativeId: string) => Promise<boolean>;
  },
  live: (slug: string) => Promise<void>,
): Promise<DemoCooperative> {
  const work = world.app.get(UnitOfWork);
  for (let attempt = 1; ; attempt += 1) {
    const slug = attempt === 1 ? story.slug : `${story.slug}-${attempt}`;
    let found = await cooperativesToVisit(work, slug);
    if (isRefusal(found)) {
      await live(slug);
      found = await cooperativesToVisit(work, slug);
    }
    if (!isRefusal(found) && (await story.isLived(work, found[0]!.id))) return found[0]!;
  }
}

/** The last thing that the story does is to put a proposal under deliberation. */
const isLivedToItsEnd = (work: UnitOfWork, cooperativeId: string): Promise<boolean> =>
  work.inTransaction(systemIn(cooperativeId), async (tx) => {
    const last = await tx.one(
      `SELECT 1 AS lived FROM distribution_run d WHERE d.ledger_entry_id IS NOT NULL AND EXISTS (SELECT FROM proposal_comment c
         WHERE c.cooperative_id = d.cooperative_id) LIMIT 1`,
    );
    return last !== null;
  });

/** What is printed at every start: the story with its arithmetic and books, and how to come in. */
export async function demoGreeting(
  app: DemoWorld['app'],
  { id, slug }: DemoCooperative,
  url: string,
): Promise<string[]> {
  const work = app.get(UnitOfWork);
  const access = app.get(DemoAccess);
  const people: DemoPerson[] = [
    { ...(await aMember(work, id)), part: 'a member', cooperative: slug },
    { ...treasurer, part: 'the treasurer', cooperative: slug },
    { ...steward, part: 'the steward', cooperative: slug },
  ];
  const links = people.map((person) => ({ person, path: access.offer(person) }));
  const entered = await access.enter(links[1]!.path.split('/').at(-1)!);
  const session = entered!.session.token;
  const report = await demoReport(new PublicApi(app), work, { session, cooperative: slug }, id);
  return [
    ...report,
    '',
    `Rochdale runs at ${url}`,
    `  API ${url}/graphql · to try it ${url}/graphiql · what was mailed ${url}/demo/mailbox`,
    '',
    'Sign in with one click, from this machine:',
    ...links.map(({ person, path }) => `  ${person.name}, ${person.part}: ${url}${path}`),
    '',
    'From a program, as the treasurer (a session and the name of the cooperative go with every request):',
    `  curl -s ${url}/graphql -H 'authorization: Bearer ${session}' -H 'rochdale-cooperative: ${slug}' \\`,
    `    -H 'content-type: application/json' -d '{"query":"{ decisions { nodes { number title stage } } }"}'`,
  ];
}

/** The first member with an account who holds no office; the story keeps an open vote for them. */
async function aMember(work: UnitOfWork, cooperativeId: string): Promise<{ name: string; address: string }> {
  const row = await work.inTransaction(systemIn(cooperativeId), (tx) =>
    tx.one<{ name: string; address: string }>(
      `SELECT n.name, c.value AS address FROM membership m
       JOIN party p ON p.cooperative_id = m.cooperative_id AND p.id = m.party_id AND p.person_id IS NOT NULL
       JOIN party_name n ON n.cooperative_id = p.cooperative_id AND n.party_id = p.id AND n.usage = 'chosen'
       JOIN party_contact c ON c.cooperative_id = p.cooperative_id AND c.party_id = p.id AND c.channel = 'email'
       WHERE NOT EXISTS (SELECT FROM role_term r WHERE r.cooperative_id = m.cooperative_id AND r.membership_id = m.id)
       ORDER BY m.number LIMIT 1`,
    ),
  );
  if (!row) throw new Error('the demonstration has no member with an account');
  return row;
}
