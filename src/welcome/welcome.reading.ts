import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PublicQueries } from './public-queries.js';

export interface OwnCooperative {
  readonly slug: string;
  readonly name: string;
}
export interface OpenVote {
  readonly id: string;
  readonly question: string;
  readonly closesAt: string;
  readonly ruleArticle: string;
  /** Who will see how somebody voted. */
  readonly ballotSecrecy: string;
  readonly method: string;
  readonly textVersion: number;
  readonly options: readonly { readonly position: number; readonly label: string }[];
  readonly myBallot: object | null;
  readonly viewerCan: { readonly castBallot: { readonly allowed: boolean } };
}
export interface Deliberation {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly author: { readonly name: string } | null;
}
/** A run, with the viewer's own lines of it. */
export interface SharedSurplus {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly currency: string;
  readonly reviewUntil: string | null;
  readonly myLines: readonly { readonly part: string; readonly amountMinor: string }[] | null;
}
export interface StandingDecision {
  readonly number: number;
  readonly title: string;
  readonly stage: string;
  readonly blockedMessage: string | null;
}
export interface LateDecision {
  readonly number: number;
  readonly title: string;
  readonly poll: {
    readonly recountPath: string | null;
    readonly result: { readonly en: readonly string[]; readonly es: readonly string[] } | null;
  } | null;
}

/** What the page shows of one cooperative; null lists are those the viewer may not see. */
export interface Desk {
  readonly cooperative: {
    readonly name: string;
    readonly slug: string;
    readonly timeZone: string;
    readonly locale: string;
  } | null;
  readonly myMembership: {
    readonly name: string;
    readonly number: number;
    readonly standing: string | null;
    readonly roles: readonly string[];
  } | null;
  readonly polls: { readonly nodes: readonly OpenVote[] } | null;
  readonly proposals: { readonly nodes: readonly Deliberation[] };
  readonly runs: { readonly nodes: readonly SharedSurplus[] } | null;
  readonly decisions: { readonly nodes: readonly StandingDecision[] };
  /** The latest, with their counts in sentences. */
  readonly late: { readonly nodes: readonly LateDecision[] };
  readonly members: { readonly nodes: readonly { readonly name: string }[] } | null;
}
export interface Visitor {
  readonly addresses: readonly string[];
  readonly cooperatives: readonly OwnCooperative[];
  /** Null for somebody who is in no cooperative, or not in the one asked for. */
  readonly desk: Desk | null;
}

const whoAmI = `{ me { addresses cooperatives(first: 20) { nodes { slug name } } } }`;
const onMyDesk = `{
  cooperative { name slug timeZone locale }
  myMembership { name number standing roles }
  polls(state: OPEN, first: 20) { nodes {
    id question closesAt ruleArticle ballotSecrecy(language: EN) method textVersion options { position label } myBallot { castAt } viewerCan { castBallot { allowed } } } }
  proposals(state: DELIBERATION, first: 20) { nodes { id number title author { name } } }
  runs: distributionRuns(first: 20) { nodes { id name state currency reviewUntil myLines { part amountMinor } } }
  decisions(first: 20) { nodes { number title stage blockedMessage } }
  late: decisions(first: 3) { nodes {
    number title poll { recountPath result { en: sentences(language: EN) es: sentences(language: ES) } } } }
  members(standings: [INVITED], first: 20) { nodes { name } }
}`;

interface WhoAmI {
  readonly me: {
    readonly addresses: readonly string[];
    readonly cooperatives: { readonly nodes: readonly OwnCooperative[] } | null;
  } | null;
}

/** Who is visiting, and what lies on their desk. */
@Injectable()
export class WelcomeReading {
  constructor(@Inject(PublicQueries) private readonly api: PublicQueries) {}

  /** Null for a stranger. The cooperative is the one asked for, or else the visitor's first. */
  async visitor(request: FastifyRequest, wanted: string | null): Promise<Visitor | null> {
    const { me } = await this.api.ask<WhoAmI>(request, null, whoAmI);
    if (me === null) return null;
    const cooperatives = me.cooperatives?.nodes ?? [];
    const chosen = cooperatives.find(({ slug }) => slug === wanted) ?? cooperatives[0];
    const desk = chosen ? await this.api.ask<Desk>(request, chosen.slug, onMyDesk) : null;
    return { addresses: me.addresses, cooperatives, desk };
  }
}
