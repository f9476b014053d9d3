import { oneClass, type Charter } from '../../membership/domain/cooperative-charter.js';
import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import type { FoundingRule } from '../../membership/domain/founding-bylaws.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { Ratio } from '../../shared/ratio.js';
import { DemoAccess } from '../../welcome/demo/demo-access.js';
import { rule, short, withoutMajority } from './demo-cooperative.js';
import { stageOf, type DemoWorld } from './demo-world.js';
import { ensureLived, type DemoCooperative } from './demonstration.js';
import { foundWithOfficers } from './founding-chapter.js';
import { acceptInvitation, type Invited } from './joining.js';
import { acts } from './public-api.js';

/**
 * Beside the cooperative that has lived, one in which nothing has happened yet: five people, so that one visitor can be
 * all of them, reach every quorum with three sign-ins, and see every figure, since five are enough to hide among.
 */
const workshopCharter = (slug: string): Charter => ({
  ...{ slug, name: 'Bost Tailerra', kind: 'worker', currency: 'EUR' },
  ...{ locale: 'en', timeZone: 'Europe/Madrid', classes: oneClass },
});

const steward = { name: 'Nekane Zabala', address: 'nekane@example.org' } as const;
const treasurer = { name: 'Unai Garmendia', address: 'unai@example.org' } as const;
const members: readonly Invited[] = [
  { name: 'Ane Olaizola', address: 'ane@example.org' },
  { name: 'Iker Mendizabal', address: 'iker@example.org' },
  { name: 'Maialen Urrutia', address: 'maialen@example.org' },
];

const half = Ratio.of(1n, 2n);
const amongFive = (policy: DecisionPolicy): DecisionPolicy => ({
  ...policy,
  quorum: { ...policy.quorum, fraction: half },
});
const openly: DecisionPolicy = { ...amongFive(withoutMajority), visibility: 'open' };

/** The demonstration's statutes, for five: no notice, votes of any length, and half of the members are a quorum. */
const workshopBylaws: readonly FoundingRule[] = [
  rule(
    'resolution',
    {
      ...amongFive(short),
      delegation: { allowed: true, holderCap: null, reconfirmDays: null },
    },
    'Article 10',
    'Resolutions are adopted by more than half of the votes cast, if half of the members take part; a member may let another vote for them.',
  ),
  rule(
    'role-assignment',
    amongFive(short),
    'Article 11',
    'Officers are appointed by more than half of the votes cast, if half of the members take part.',
  ),
  rule(
    'choice',
    {
      ...openly,
      ...{ method: 'irv', options: { tie_break: { mode: 'fixed_order' }, excluded: true } },
      ...{ minimumOptions: 2, maximumOptions: 20 },
    },
    'Article 12',
    'Among several options the members choose one by ranking them, openly, if half of them take part; lots drawn when the vote opens decide ties; an option may be taken out meanwhile.',
  ),
  rule(
    'consent',
    {
      ...openly,
      ...{ method: 'consent', objections: { mayOverrule: null, answerDays: 1 }, dissentDays: 14 },
    },
    'Article 13',
    'By consent a proposal is adopted when no objection is left, if half of the members take part; no majority overrules an objection.',
  ),
  rule(
    'distribution',
    amongFive(short),
    'Article 20',
    'Surplus is shared by more than half of the votes cast, if half of the members take part.',
  ),
  {
    key: 'review-policy/runs',
    value: { leastHours: 0 },
    article: 'Article 21',
    text: 'Members review how a surplus is shared for as long as the treasurer says: in life for a week at least.',
  },
  rule(
    'bylaw-change',
    { ...amongFive(short), threshold: { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' } },
    'Article 30',
    'Bylaws are changed by at least two thirds of the votes cast, if half of the members take part.',
  ),
];

/** Finds the workshop, or founds it: officers and members are invited, and accept. */
export const ensureWorkshop = (world: DemoWorld, say: (line: string) => void): Promise<DemoCooperative> =>
  ensureLived(world, { slug: 'bost', isLived: everybodyHasAccepted }, async (slug) => {
    const stage = stageOf(world, say);
    const plan = { charter: workshopCharter(slug), bylaws: workshopBylaws, steward, treasurer };
    const founded = await foundWithOfficers(stage, plan);
    for (const member of members) {
      const input = { name: member.name, email: member.address, classCode: oneClass[0]!.code };
      await stage.api.act(acts.inviteMember, { input }, founded.steward.caller);
      await acceptInvitation(stage, member, slug);
    }
    say(`Founded ${slug}, five people with nothing decided yet.`);
  });

const everybodyHasAccepted = (work: UnitOfWork, cooperativeId: string): Promise<boolean> =>
  work.inTransaction(systemIn(cooperativeId), async (tx) => {
    const row = await tx.one<{ accounts: number }>(
      `SELECT count(*)::int AS accounts FROM party WHERE person_id IS NOT NULL`,
    );
    return row?.accounts === members.length + 2;
  });

/** How to come in as each of the five. */
export function workshopGreeting(app: DemoWorld['app'], { slug }: DemoCooperative, url: string): string[] {
  const access = app.get(DemoAccess);
  const people = [
    { ...steward, part: 'the steward' },
    { ...treasurer, part: 'the treasurer' },
    ...members.map((member) => ({ ...member, part: 'a member' })),
  ];
  return [
    `To try everything yourself: ${slug}, a workshop of five in which you can be everybody, and votes may last a minute`,
    '(three journeys through it: src/welcome/TRY.md):',
    ...people.map(
      (person) => `  ${person.name}, ${person.part}: ${url}${access.offer({ ...person, cooperative: slug })}`,
    ),
  ];
}
