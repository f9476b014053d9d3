import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { proposalInvariants } from '../../../src/proposals/proposals.invariants.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { castThroughApi } from '../../support/builders/poll.js';
import { reasonOf } from '../../support/builders/membership.js';
import { ProposalDesk } from './proposal-desk.js';

const integrateDocument = `mutation ($input: IntegrateObjectionsInput!, $key: String!) {
  integrateObjections(input: $input, idempotencyKey: $key) {
    ... on ObjectionsIntegrated { textVersion } ... on IntegrateObjectionsRefused { reason message } } }`;

describe('a text that changes while its vote is open', () => {
  let desk: ProposalDesk;
  let id: string;
  let pollId: string;
  let objectionId: string;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
    ({ id, pollId } = await desk.underVote(
      { body: 'Until midnight.', decisionKind: 'consent' },
      author(),
      7,
    ));
    const consent = {
      position: 'OBJECT',
      reason: 'We will not sleep.',
      criteria: 'Article 3',
      textVersion: 1,
    };
    await castThroughApi(desk.test, desk.member(3), { pollId, ballot: { consent } });
    objectionId = await oneText(`SELECT id AS text FROM objection WHERE poll_id = $1`, [pollId]);
  });
  afterAll(() => desk.close());

  const author = () => desk.member(2);
  const oneText = (sql: string, values: unknown[]): Promise<string> =>
    withClient(desk.test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ text: string }>(sql, values);
      return rows[0]!.text;
    });
  const integrate = async (over: object, key = newId()): Promise<string> =>
    reasonOf(
      await desk.test.ask(
        integrateDocument,
        {
          input: { objectionIds: [objectionId], title: 'Open on Sundays', body: 'Until ten.', ...over },
          key,
        },
        author(),
      ),
    );
  /** Past the program: straight into the table. */
  const write = (version: number, pollTextVersion: number | null): Promise<unknown> =>
    withClient(desk.test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO proposal_version (cooperative_id, proposal_id, version, title, body, written_by, poll_text_version)
         VALUES ($1, $2, $3, 'Smuggled', '', $4, $5)`,
        [desk.coop.id, id, version, desk.coop.members[2]!.membershipId, pollTextVersion],
      ),
    );

  it('is still frozen for every other act, and in the database itself', async () => {
    expect(await desk.edit(id, { body: 'Until ten.' }, author())).toBe('TEXT_IS_FROZEN');
    await expect(write(2, null)).rejects.toThrow('frozen');
    await expect(write(2, 2)).rejects.toThrow('frozen');
  });

  it('does not change what it does into something else', async () => {
    const effect = { assignRole: { membershipId: desk.coop.members[3]!.membershipId, role: 'TREASURER' } };
    expect(await integrate({ effect })).toBe('EFFECT_KIND_IS_FIXED');
    expect(await integrate({ title: '' })).toBe('INVALID_INPUT');
  });

  it('has one further version for the change, and the same key changes it once', async () => {
    const key = newId();
    expect(await integrate({}, key)).toBe('done');
    expect(await integrate({}, key)).toBe('done');
    expect((await desk.read(id, author())).versions).toHaveLength(2);
    await expect(write(3, 2)).rejects.toThrow('proposal_version_of_a_poll_text_is_one');
    await expect(write(3, 3)).rejects.toThrow('frozen');
  });

  it('keeps its versions and the changes of its poll together, which `rochdale check` sees', async () => {
    const frozen = proposalInvariants.filter(({ name }) => name === 'proposals.text_is_frozen_by_the_vote');
    expect(await brokenIn(desk.test, desk.coop.id, frozen)).toEqual([]);
    await corrupt(desk.test, `UPDATE proposal_version SET poll_text_version = NULL WHERE proposal_id = $1`, [
      id,
    ]);
    const [broken] = await brokenIn(desk.test, desk.coop.id, frozen);
    expect(broken?.exceptions).toEqual([
      expect.stringContaining('got version 2 after its vote opened'),
      expect.stringContaining('has no text for version 2 of its poll'),
    ]);
  });
});
