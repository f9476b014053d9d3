import type { GraphQLSchema } from 'graphql';
import { declaredSchema } from '../../../src/cli/schema-text.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import type { TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { documentOf } from '../../support/operation-documents.js';

/** A printed answer, as a client without types sees it. */

export type Fields = any;

/** A cooperative whose capital moves: 0 and 3 treasurers, 1 steward, 2 auditor, 4 to 6 members. */
export class CapitalStory {
  private constructor(
    readonly test: TestApplication,
    readonly schema: GraphQLSchema,
    readonly coop: BuiltCooperative,
  ) {}

  static async begin(test: TestApplication, today = '2026-03-02'): Promise<CapitalStory> {
    await test.database.setClock(`${today}T10:00:00Z`);
    const coop = await buildCooperative(test.database, {
      members: 7,
      roles: { 0: ['treasurer'], 1: ['steward'], 2: ['auditor'], 3: ['treasurer'] },
    });
    return new CapitalStory(test, await declaredSchema(), coop);
  }

  /** Asks an operation by its name, for all that can be asked back. */
  async ask(name: string, variables: object, place: number): Promise<Fields> {
    const { status, data, errors } = await this.test.ask(
      documentOf(this.schema, name),
      variables,
      this.coop.members[place]!.caller,
    );
    if (status === 200 && !errors) return (data as Record<string, Fields>)[name];
    const incident = this.test.logLines.filter((line) => line.includes('incident')).at(-1) ?? '';
    throw new Error(`${name} answered ${status}: ${JSON.stringify(errors)} ${incident}`);
  }
  /** An act with a key of its own; by the treasurer unless somebody else is named. */
  act(name: string, input: object, place = 0): Promise<Fields> {
    return this.ask(name, { input: { idempotencyKey: newId(), ...input } }, place);
  }
  async done(name: string, input: object, place = 0): Promise<Fields> {
    const answer = await this.act(name, input, place);
    if (answer.reason) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
    return answer;
  }
  async refused(name: string, input: object, place = 0): Promise<string> {
    return ((await this.act(name, input, place)) as { reason?: string }).reason ?? 'done';
  }

  membership(place: number): string {
    return this.coop.members[place]!.membershipId;
  }
  /** A balance from before day one; shares when no year is named. */
  async open(
    place: number,
    amountMinor: string,
    year: number | null = null,
    over: object = {},
  ): Promise<void> {
    await this.done('openCapitalBalance', {
      ...{
        membershipId: this.membership(place),
        kind: year === null ? 'SHARES' : 'RETAINED',
        year,
        amountMinor,
      },
      ...{ asOf: '2025-12-31', evidence: 'Ledger of 2025, page 12', ...over },
    });
  }
  async lots(place: number): Promise<Fields[]> {
    const { data } = await this.test.ask(
      `query ($id: ID!) { capitalAccount(membershipId: $id) { lots { nodes { id path kind year part balanceMinor unpaidMinor
         qualified mandatory pledgedTo requestedOn viewerCan { transferCapital { allowed reason } requestRedemption { allowed } } } } } }`,
      { id: this.membership(place) },
      this.coop.members[0]!.caller,
    );
    return data.capitalAccount.lots.nodes as Fields[];
  }
  async lot(place: number, year: number | null): Promise<Fields> {
    const found = (await this.lots(place)).find((lot) => lot.year === year);
    if (!found) throw new Error(`m${place + 1} has no lot of ${year}`);
    return found;
  }
  /** What the cooperative owes a member in cash, of a period or of none, as a distribution or a redemption leaves it. */
  async owe(place: number, amountMinor: bigint, periodId: string | null = null): Promise<void> {
    const viewer = systemIn(this.coop.id);
    const { partyId, number } = this.coop.members[place]!;
    const lines = [
      { account: { path: 'equity:surplus-to-appropriate:2025', year: 2025 }, amountMinor, periodId },
      {
        account: { path: `liabilities:member-payable:m${String(number).padStart(3, '0')}`, partyId },
        ...{ amountMinor: -amountMinor, periodId },
      },
    ];
    const entry = {
      kind: 'distribution-posted',
      narration: 'Surplus of 2025 shared',
      effectiveOn: '2026-02-01',
    };
    await this.test.app
      .get(UnitOfWork)
      .inTransaction(viewer, (tx) =>
        this.test.app
          .get(Ledger)
          .post(tx, viewer, { ...entry, sourceType: 'distribution', sourceId: newId(), lines }),
      );
  }
  /** A policy of the bylaws, `surplus-policy/<slug>`, as founding bylaws would hold it. */
  async policy(slug: string, value: object): Promise<string> {
    const key = `surplus-policy/${slug}`;
    await this.query(
      `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
       VALUES ($1, $2, $3, 1, $4, 'Article 25', 'What leaves, and when.', 'en', '2020-01-01')`,
      ...[this.coop.id, newId(), key, JSON.stringify(value)],
    );
    return key;
  }
  /** The register says that a membership has ended today. */
  async ends(place: number, standing = 'left'): Promise<void> {
    await this.query(
      `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
       VALUES ($1, $2, $3, $4, today_in($1))`,
      ...[this.coop.id, newId(), this.membership(place), standing],
    );
  }
  /** What the bank did with the whole of a batch: recorded by the second treasurer. */
  async bank(batchId: string, outcome = 'paid', place = 3): Promise<Fields> {
    const [{ today }] = (await this.query(`SELECT today_in($1)::text AS today`, this.coop.id)) as [
      { today: string },
    ];
    const { payouts } = await this.ask('payoutBatch', { id: batchId }, 2);
    const rows = (payouts.nodes as Fields[]).map(
      ({ reference, amountMinor }) => `${reference};${euros(amountMinor as string)};${today};${outcome}\n`,
    );
    await this.done(
      'recordPayouts',
      { batchId, content: `reference;amount;date;outcome\n${rows.join('')}` },
      place,
    );
    return payouts.nodes as Fields[];
  }
  query(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return withClient(this.test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows);
  }
  /** The books as a table, spaces folded. */
  async table(accounts = ''): Promise<string[]> {
    const text = await this.test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(this.coop.id), (tx) => renderLedgerTable(tx, accounts));
    return text.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
  }
}

const euros = (minor: string): string =>
  `${minor.padStart(3, '0').slice(0, -2)}.${minor.padStart(3, '0').slice(-2)}`;
