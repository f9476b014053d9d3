import type { Desk, OwnCooperative, Visitor } from '../welcome.reading.js';
import { html, type Html } from './html.js';
import { page } from './layout.js';
import { newId } from '../../shared/ids.js';
import { ballotToTry } from './ballot-to-try.js';
import { graphiqlLink, queriesSection } from './queries-to-try.js';
import { runToTry, whatIsMine } from './run-to-try.js';
import { invitationForm } from './sign-in.page.js';

/** For somebody who is signed in: who they are, what waits for them, what they may ask. */
export function deskPage({ addresses, cooperatives, desk }: Visitor, origin: string): string {
  const title = desk?.cooperative?.name ?? 'Welcome';
  return page(
    title,
    html`${
        desk
          ? deskSection(desk, origin)
          : html`<h1>Welcome</h1>
              <p>
                You are signed in as ${addresses.join(', ')}, and not yet a member of any cooperative here.
              </p>
              ${invitationForm()}`
      }
      ${desk && cooperatives.length > 1 ? switchSection(cooperatives, desk) : null}
      ${
        desk
          ? html`<details>
              <summary>I have been invited to another cooperative</summary>
              ${invitationForm()}
            </details>`
          : null
      }
      <p role="status"></p>
      <form id="sign-out">
        <span class="quiet">Signed in as ${addresses.join(', ')}.</span>
        <button type="submit" class="second">Sign out</button>
      </form>`,
  );
}

function deskSection(desk: Desk, origin: string): Html {
  const { cooperative, myMembership } = desk;
  const roles = myMembership?.roles ?? [];
  return html`<h1>${cooperative?.name}</h1>
    <p>
      ${
        myMembership
          ? html`<strong>${myMembership.name}</strong>, ${membershipInWords(myMembership)}.`
          : 'You have a membership here that no longer lets you see the register.'
      }
    </p>
    <h2>What waits for you</h2>
    ${waiting(desk)} ${decidedLately(desk)}
    ${cooperative ? queriesSection(cooperative.slug, roles, origin) : null}`;
}

const membershipInWords = ({ number, roles, standing }: NonNullable<Desk['myMembership']>): string =>
  `member number ${number}${rolesInWords(roles)}${standingInWords(standing)}`;
const rolesInWords = (roles: readonly string[]): string =>
  roles.length === 0 ? '' : `, ${roles.map((role) => role.toLowerCase()).join(' and ')}`;
const standingInWords = (standing: string | null): string =>
  standing === null || standing === 'ACTIVE' ? '' : `, ${standing.toLowerCase()}`;

function waiting(desk: Desk): Html {
  const isOfficer = (desk.myMembership?.roles.length ?? 0) > 0;
  const votes =
    desk.polls?.nodes.filter((poll) => poll.myBallot === null && poll.viewerCan.castBallot.allowed) ?? [];
  const blocked = isOfficer ? desk.decisions.nodes.filter(({ stage }) => stage === 'BLOCKED') : [];
  const invited = isOfficer ? (desk.members?.nodes ?? []) : [];
  const items: Html[] = [
    ...votes.map(
      (poll) =>
        html`<li>
          <strong>Vote: ${poll.question}</strong><br />
          <span class="quiet"
            >${poll.ruleArticle}; until ${instant(poll.closesAt, desk)}<br />${poll.ballotSecrecy}</span
          ><br />
          <a href="${graphiqlLink(desk.cooperative?.slug ?? '', ballotToTry(poll, newId()))}"
            >Fill in a ballot</a
          >
        </li>`,
    ),
    ...(desk.runs?.nodes ?? [])
      .filter(({ state }) => state === 'IN_REVIEW')
      .map(
        (run) =>
          html`<li>
            <strong>Surplus under review: ${run.name}</strong><br />
            <span class="quiet"
              >${whatIsMine(run)}${run.reviewUntil ? html`; until ${instant(run.reviewUntil, desk)}` : null}</span
            ><br />
            <a href="${graphiqlLink(desk.cooperative?.slug ?? '', runToTry(run, newId()))}"
              >Why this number; ask, or object</a
            >
          </li>`,
      ),
    ...desk.proposals.nodes.map(
      ({ number, title, author }) =>
        html`<li>
          Proposal ${number} under deliberation:
          ${title}${author ? html` <span class="quiet">by ${author.name}</span>` : null}
        </li>`,
    ),
    ...blocked.map(
      ({ number, title, blockedMessage }) =>
        html`<li>
          Decision ${number} is blocked: ${title}<br /><span class="quiet">${blockedMessage}</span>
        </li>`,
    ),
    ...invited.map(({ name }) => html`<li>${name} has been invited and has not accepted yet.</li>`),
  ];
  return items.length === 0
    ? html`<p>Nothing at the moment.</p>`
    : html`<ul class="plain">
        ${items}
      </ul>`;
}

/** In the language of the cooperative, where the counts are told in it. */
function decidedLately({ late, cooperative }: Desk): Html | null {
  if (late.nodes.length === 0) return null;
  const language = cooperative?.locale.startsWith('es') ? 'es' : 'en';
  return html`<h2>Decided lately</h2>
    <ul class="plain">
      ${late.nodes.map(
        ({ number, title, poll }) =>
          html`<li>
            <strong>Decision ${number}: ${title}</strong>
            ${(poll?.result?.[language] ?? []).map((sentence) => html`<br /><span lang="${language}">${sentence}</span>`)}
            ${
              poll?.recountPath
                ? html`<br /><a href="${poll.recountPath}" download>The ballots, to count them again</a>
                    <span class="quiet">with <code>npx rochdale recount FILE</code></span>`
                : null
            }
          </li>`,
      )}
    </ul>`;
}

/** An instant as the cooperative's clocks show it. */
function instant(text: string, { cooperative }: Desk): Html {
  const written = new Intl.DateTimeFormat('en-GB', {
    ...{ dateStyle: 'full', timeStyle: 'short' },
    timeZone: cooperative?.timeZone ?? 'UTC',
  }).format(new Date(text));
  return html`<time datetime="${text}">${written}</time> (${cooperative?.timeZone ?? 'UTC'})`;
}

const switchSection = (cooperatives: readonly OwnCooperative[], { cooperative }: Desk): Html =>
  html`<h2>Your cooperatives</h2>
    <ul class="plain">
      ${cooperatives.map(
        ({ slug, name }) =>
          html`<li>
            ${
              slug === cooperative?.slug
                ? html`<strong>${name}</strong> (this one)`
                : html`<a href="/?cooperative=${encodeURIComponent(slug)}">${name}</a>`
            }
          </li>`,
      )}
    </ul>`;
