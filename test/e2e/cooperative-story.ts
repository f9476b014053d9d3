import type { VariablesOf } from 'gql.tada';
import { withClient } from '../../src/platform/database/database-roles.js';
import { tokenHash } from '../../src/platform/request/resolve-viewer.js';
import { newId, newSecret } from '../../src/shared/ids.js';
import type { Caller, TestApplication } from '../support/application.js';
import { askTyped, done } from '../support/client.js';
import {
  castBallotDocument,
  computeRunDocument,
  draftRunDocument,
  openRunReviewDocument,
  openVoteDocument,
  proposalDocument,
  publishDocument,
  putRunToVoteDocument,
} from './deciding.documents.js';
import {
  closePeriodDocument,
  importPatronageDocument,
  openPeriodDocument,
  recordResultDocument,
} from './keeping.documents.js';

/** How much is shared, what part of it is paid out, and the result where it is not on record yet. */
export interface Sharing {
  readonly amountMinor: string;
  readonly cash: string;
  readonly result?: string;
}

/** What a run is computed of, besides what is recorded. */
export interface RunTerms {
  readonly periodId: string;
  readonly name: string;
  readonly policy: object;
  readonly figures?: VariablesOf<typeof draftRunDocument>['input']['figures'];
}

/** What stories do again and again between a draft and its decision. */
export class CooperativeStory {
  constructor(
    readonly test: TestApplication,
    readonly slug: string,
  ) {}

  async now(): Promise<Date> {
    return withClient(this.test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ now: Date }>('SELECT rochdale_now() AS now');
      return rows[0]!.now;
    });
  }

  async hoursFromNow(hours: number): Promise<string> {
    return new Date((await this.now()).getTime() + hours * 3_600_000).toISOString();
  }

  /** A run by purchases: written down, computed, laid open for a week that then passes. */
  async reviewedRun(treasurer: Caller, periodId: string, sharing: Sharing): Promise<string> {
    const { amountMinor, cash, result } = sharing;
    const pool = {
      id: 'members',
      size: { amount: amountMinor },
      weighting: { bases: { purchases: 1 } },
      forms: [{ form: 'cash', rate: cash, rounding: 'eachDown' }, { form: 'retained' }],
    };
    const policy = { id: 'by purchases', waterfall: { pools: [pool] } };
    const figures = result === undefined ? null : { result: { memberMinor: result } };
    const name = 'Surplus by purchases';
    const runId = await this.runInReview(treasurer, { periodId, name, policy, figures });
    await this.test.database.advanceClock('7 days 1 hour');
    return runId;
  }

  /** A run by a policy of its own: written down, computed, laid open for a week. */
  async runInReview(treasurer: Caller, terms: RunTerms): Promise<string> {
    const run = { ...terms, policy: { text: JSON.stringify(terms.policy) } };
    const drafted = await askTyped(this.test, treasurer, draftRunDocument, { input: run, key: newId() });
    const { runId } = done(drafted.draftRun);
    done((await askTyped(this.test, treasurer, computeRunDocument, { runId })).computeRun);
    const review = { input: { runId, until: await this.hoursFromNow(7 * 24) } };
    done((await askTyped(this.test, treasurer, openRunReviewDocument, review)).openRunReview);
    return runId;
  }

  /** A period with its patronage and its audited result, closed. */
  async closedPeriod(treasurer: Caller, year: number, content: string, resultMinor: string): Promise<string> {
    const period = { name: String(year), startsOn: `${year}-01-01`, endsOn: `${year}-12-31` };
    const opened = await askTyped(this.test, treasurer, openPeriodDocument, { input: period });
    const { periodId } = done(opened.openPeriod);
    const file = { input: { periodId, content, idempotencyKey: newId() } };
    done((await askTyped(this.test, treasurer, importPatronageDocument, file)).importPatronage);
    done((await askTyped(this.test, treasurer, closePeriodDocument, { periodId })).closePeriod);
    const result = { input: { periodId, resultMinor, idempotencyKey: newId() } };
    done((await askTyped(this.test, treasurer, recordResultDocument, result)).recordResult);
    return periodId;
  }

  putRunToVote(caller: Caller, runId: string, title = 'Share the surplus') {
    const variables = { input: { runId, title, body: 'As computed.' }, key: newId() };
    return askTyped(this.test, caller, putRunToVoteDocument, variables).then((data) => data.putRunToVote);
  }

  openVote(caller: Caller, proposalId: string, closesAt: string, openlyIfTooFew = false) {
    const variables = { input: { proposalId, closesAt, openlyIfTooFew }, key: newId() };
    return askTyped(this.test, caller, openVoteDocument, variables).then(({ openVote }) => openVote);
  }

  publish(caller: Caller, proposalId: string) {
    return askTyped(this.test, caller, publishDocument, { proposalId }).then((data) => data.publishProposal);
  }

  cast(caller: Caller, pollId: string, choice: 'FOR' | 'AGAINST' | 'ABSTAIN') {
    const input = { pollId, ballot: { choice }, idempotencyKey: newId() };
    return askTyped(this.test, caller, castBallotDocument, { input }).then((data) => data.castBallot);
  }

  async proposal(caller: Caller, id: string) {
    const { proposal } = await askTyped(this.test, caller, proposalDocument, { id });
    if (!proposal) throw new Error('the proposal is not to be seen');
    return proposal;
  }

  /** Published, its notice over, its vote open for a day. */
  async putToTheVote(caller: Caller, proposalId: string, noticeDays: number): Promise<string> {
    done(await this.publish(caller, proposalId));
    await this.test.database.advanceClock(`${noticeDays} days 1 minute`);
    return done(await this.openVote(caller, proposalId, await this.hoursFromNow(25))).pollId;
  }

  /** Everybody votes alike, the day passes, the poll closes and its decision takes force where it is due. */
  async decide(
    pollId: string,
    electors: readonly Caller[],
    choice: 'FOR' | 'AGAINST' = 'FOR',
  ): Promise<void> {
    for (const elector of electors) done(await this.cast(elector, pollId, choice));
    await this.test.database.advanceClock('26 hours');
    await this.test.runDuties();
  }

  /** Gives the first members without an account one, and a session each, as accepting an invitation would. */
  async seat(count: number): Promise<Caller[]> {
    const seats = Array.from({ length: count }, () => ({ personId: newId(), session: newSecret() }));
    const rows = seats.map(({ personId, session }) => ({
      personId,
      token: tokenHash(session).toString('hex'),
    }));
    await withClient(this.test.database.ownerUrl, async (client) => {
      const given = `SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("personId" uuid, token text)`;
      await client.query(`INSERT INTO person (id) SELECT "personId" FROM (${given}) g`, [
        JSON.stringify(rows),
      ]);
      await client.query(
        `INSERT INTO session (id, person_id, token_hash, expires_at)
         SELECT gen_random_uuid(), "personId", decode(token, 'hex'), '2099-01-01' FROM (${given}) g`,
        [JSON.stringify(rows)],
      );
      await client.query(
        `UPDATE party p SET person_id = g."personId"
         FROM (SELECT "personId", row_number() OVER () AS place FROM (${given}) g) g,
              (SELECT m.party_id, row_number() OVER (ORDER BY m.number) AS place FROM membership m
               JOIN party q ON q.id = m.party_id JOIN cooperative c ON c.id = m.cooperative_id
               WHERE q.person_id IS NULL AND q.kind = 'person' AND c.slug = $2) m
         WHERE g.place = m.place AND p.id = m.party_id`,
        [JSON.stringify(rows), this.slug],
      );
    });
    return seats.map(({ session }) => ({ session, cooperative: this.slug }));
  }
}
