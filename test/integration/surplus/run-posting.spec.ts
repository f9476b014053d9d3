import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { RunDecisionAct } from '../../../src/surplus/runs/deciding/run-decision.act.js';
import { brokenIn } from '../../support/corruption.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks } from '../ledger/books.js';
import { entryIn } from './booked-entry.js';
import { byPurchases } from './run-story.js';
import { RunGround } from './run-ground.js';

const patronage =
  'ref;basis;quantity\nm001;purchases;4.050,00\nm004;purchases;3.000,00\nworker-7;purchases;2.200,00\n';

describe('a run that the members decided', () => {
  const ground = RunGround.lay();

  const ready = async (resultMinor = '1200001'): Promise<string> => {
    const periodId = await ground.story.closed(patronage, resultMinor);
    return periodId;
  };
  const entryOf = async (narration: string): Promise<string[]> => entryIn(await books(), narration);
  const books = (): Promise<string> =>
    inBooks(ground.test, ground.story.coop.id, (tx) => renderLedgerTable(tx, 'equity:'));
  const blockedFor = async (decisionId: string): Promise<unknown> => {
    const [row] = await ground.story.asOwner(
      `SELECT stage, blocked_reason AS reason, blocked_message AS message FROM decision WHERE id = $1`,
      [decisionId],
    );
    return row;
  };

  it('is booked as one entry, to the cent, for members and for who is none', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    await ground.runs.adopted(runId);
    expect(await ground.runs.stateOf(runId)).toBe('adopted');
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(runId)).toBe('posted');
    expect(await entryOf('Surplus of 2024: Surplus shared')).toEqual([
      'equity:surplus-to-appropriate:2024 12000.01',
      'liabilities:member-payable:m001 -2101.62',
      'equity:allocated:2024:m001 -3152.44',
      'liabilities:member-payable:m004 -1556.75',
      'equity:allocated:2024:m004 -2335.14',
      'liabilities:member-payable:x-worker-7 -1141.62',
      'equity:allocated:2024:x-worker-7 -1712.44',
    ]);
    expect(await brokenIn(ground.test, ground.story.coop.id, ledgerInvariants)).toEqual([]);
  });

  it('feeds reserves, funds and interest by the accounts of the chart', async () => {
    const policy = {
      id: 'bylaws',
      waterfall: {
        appropriations: [
          { id: 'legalReserve', kind: 'reserve', mandatory: true, rate: '20%' },
          { id: 'education', kind: 'purposeFund', mandatory: true, rate: '5%' },
          { id: 'mutualFund', kind: 'externalTransfer', rate: '1%' },
        ],
        pools: [
          {
            id: 'members',
            size: {},
            weighting: { bases: { purchases: 1 } },
            forms: [
              { form: 'setOff' },
              { form: 'withholding', rate: '10%', rounding: 'eachUp' },
              { form: 'cash' },
            ],
          },
        ],
      },
    };
    await ground.runs.debt('m004', '5000');
    const runId = await ground.runs.computed(await ready(), policy, {
      figures: {
        figures: { tax: '100', result: { member: '1200101' } },
        participants: { m004: { debts: '5000' } },
      },
    });
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    expect(await entryOf('Surplus of 2024: Surplus shared')).toEqual([
      'equity:surplus-to-appropriate:2024 12000.01',
      'equity:reserve:legal -2400.21',
      'liabilities:education-fund -600.06',
      'liabilities:mutual-fund-payable -90.00',
      'liabilities:withholding -890.99',
      'liabilities:member-payable:m001 -3510.91',
      'assets:receivable:member-debt:m004 -50.00',
      'liabilities:member-payable:m004 -2550.68',
      'liabilities:member-payable:x-worker-7 -1907.16',
    ]);
  });

  it('bears a loss: reserves within their cap, carried forward, the rest claimed from members alone', async () => {
    const policy = {
      id: 'loss',
      waterfall: {},
      loss: [
        { to: 'reserve', fund: 'legalReserve', rate: '50%' },
        { to: 'carryForward', rate: '30%', years: 7 },
        { to: 'members', weighting: { bases: { purchases: 1 } } },
      ],
    };
    const runId = await ground.runs.computed(await ready('-100000'), policy, {
      figures: { figures: { balances: { legalReserve: '40000' } }, participants: {} },
    });
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    expect(await entryOf('Surplus of 2024: Surplus shared')).toEqual([
      'equity:surplus-to-appropriate:2024 -1000.00',
      'equity:reserve:legal 400.00',
      'equity:loss-carryforward:2024 300.00',
      'assets:receivable:member-loss:m001 172.34',
      'assets:receivable:member-loss:m004 127.66',
    ]);
    expect(await ground.runs.stateOf(runId)).toBe('paid');
  });

  it('bears a loss once, however many runs of it are adopted', async () => {
    const periodId = await ready('-100000');
    const policy = {
      id: 'loss',
      waterfall: {},
      loss: [{ to: 'members', weighting: { bases: { purchases: 1 } } }],
    };
    const first = await ground.runs.computed(periodId, policy);
    const second = await ground.runs.computed(periodId, policy);
    await ground.runs.adopted(first);
    await ground.runs.takeForce();
    const decisionId = await ground.runs.adopted(second);
    await ground.runs.takeForce();
    expect(await blockedFor(decisionId)).toMatchObject({
      reason: 'SURPLUS_TOO_SMALL',
      message: '0.00 EUR of the loss of 2024 is left; the run bears 1000.00 EUR.',
    });
    expect(await ground.runs.stateOf(second)).toBe('adopted');
  });

  it('of a surplus of nothing is in force and moves nothing', async () => {
    const runId = await ground.runs.computed(await ready('0'), byPurchases());
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(runId)).toBe('paid');
    const [run] = await ground.story.asOwner(
      `SELECT ledger_entry_id AS entry FROM distribution_run WHERE id = $1`,
      [runId],
    );
    expect(run).toEqual({ entry: null });
  });

  it('waits for its review, is the members’ while they vote, and comes back to review when they do not adopt it', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    expect(await ground.runs.putToVote(runId, 0)).toMatchObject({ reason: 'RUN_NOT_IN_REVIEW' });
    expect(await ground.runs.putToVote(runId)).toMatchObject({ reason: 'NOT_FOUND' });
    await ground.runs.review(runId);
    const { proposalId } = (await ground.runs.putToVote(runId)) as { proposalId: string };
    expect(await ground.runs.stateOf(runId)).toBe('voting');
    expect(await ground.runs.putToVote(runId)).toMatchObject({ reason: 'RUN_UNDER_VOTE' });
    expect(await ground.runs.compute(runId)).toMatchObject({ reason: 'RUN_IS_FINAL' });
    const [{ effect }] = (await ground.story.asOwner(
      `SELECT effect FROM proposal_version WHERE proposal_id = $1`,
      [proposalId],
    )) as [{ effect: Record<string, string> }];
    expect(effect.sentence).toMatch(
      /^Of 2024, as computed in “Surplus shared” \([0-9a-f]{12}\): a surplus of 12000\.01 EUR is shared\.$/,
    );
    await ground.runs.end(proposalId, 'post-run', effect, 'not_adopted');
    expect(await ground.runs.stateOf(runId)).toBe('in_review');
    expect(await ground.runs.putToVote(runId)).toMatchObject({ runId });
  });

  it('is not put to the vote while its review lasts, or while a check forbids it', async () => {
    const periodId = await ready();
    const runId = await ground.runs.computed(periodId, byPurchases());
    await ground.runs.review(runId);
    await ground.story.asOwner(
      `UPDATE distribution_run SET review_until = now() + interval '1 day' WHERE id = $1`,
      [runId],
    );
    expect(await ground.runs.putToVote(runId)).toMatchObject({ reason: 'REVIEW_OPEN' });
    const blocked = await ground.runs.computed(periodId, byPurchases(), {
      figures: { figures: { result: { member: '5' } }, participants: {} },
    });
    expect(await ground.runs.review(blocked)).toMatchObject({ reason: 'RUN_BLOCKED' });
  });

  it('is blocked when what is stored is not what the vote bound', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    const decisionId = await ground.runs.adopted(runId);
    await inSuperuser(
      `ALTER TABLE run_line DISABLE TRIGGER ALL; UPDATE run_line SET amount_minor = amount_minor + 1, least_minor = least_minor + 1 WHERE run_id = '${runId}' AND key = 'm001'; ALTER TABLE run_line ENABLE TRIGGER ALL`,
    );
    await ground.runs.takeForce();
    expect(await blockedFor(decisionId)).toMatchObject({ stage: 'blocked', reason: 'SNAPSHOT_CHANGED' });
    expect(await ground.runs.stateOf(runId)).toBe('adopted');
  });

  it('is blocked while the result is missing, and posts once it is there', async () => {
    const periodId = await ground.story.closed(patronage);
    const runId = await ground.runs.computed(periodId, byPurchases(), {
      figures: { figures: { result: { member: '900' } }, participants: {} },
    });
    const decisionId = await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    expect(await blockedFor(decisionId)).toMatchObject({ reason: 'NO_RESULT' });
    await ground.story.result(periodId, '900');
    await ground.story.asOwner(
      `UPDATE decision SET stage = 'adopted', blocked_reason = NULL, blocked_message = NULL WHERE id = $1`,
      [decisionId],
    );
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(runId)).toBe('posted');
  });

  it('shares no more than is left', async () => {
    const periodId = await ready();
    const first = await ground.runs.computed(periodId, byPurchases('700000'));
    const second = await ground.runs.computed(periodId, byPurchases('700000'));
    await ground.runs.adopted(first);
    const decisionId = await ground.runs.adopted(second);
    await ground.runs.takeForce();
    const states = [await ground.runs.stateOf(first), await ground.runs.stateOf(second)].sort();
    expect(states).toEqual(['adopted', 'posted']);
    if ((await ground.runs.stateOf(second)) === 'adopted')
      expect(await blockedFor(decisionId)).toMatchObject({
        reason: 'SURPLUS_TOO_SMALL',
        message: expect.stringMatching(/5000\.01 EUR .* is left; .* 7000\.00 EUR/),
      });
  });

  it('is undone by the members alone, and only before anything of it is paid', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    const [entry] = await ground.story.asOwner(
      `SELECT ledger_entry_id AS id FROM distribution_run WHERE id = $1`,
      [runId],
    );
    const byOfficer = await inBooks(ground.test, ground.story.coop.id, (tx) =>
      ground.test.app
        .get(Ledger)
        .reverse(tx, systemIn(ground.story.coop.id), (entry as { id: string }).id, { reason: 'no' }),
    );
    expect(byOfficer).toMatchObject({ reason: 'REVERSAL_KEPT_ELSEWHERE' });
    await ground.story.decideOn('reverse-run', { runId, runHash: '0'.repeat(64), sentence: 'Undo it.' });
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(runId)).toBe('withdrawn');
    expect(
      await inBooks(ground.test, ground.story.coop.id, (tx) => renderLedgerTable(tx, 'equity:allocated')),
    ).toContain('Reversal: the members undid the run Surplus shared');
    expect(await brokenIn(ground.test, ground.story.coop.id, ledgerInvariants)).toEqual([]);
  });

  it('promises members a review that can last longer and not less', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    const acts = ground.test.app.get(RunDecisionAct);
    const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    expect(await acts.openReview(await ground.runs.scope(), { runId, until: inDays(6) })).toMatchObject({
      reason: 'INVALID_INPUT',
      message: 'Members have at least 7 days to review a run (review-policy/runs of the bylaws).',
    });
    expect(await acts.openReview(await ground.runs.scope(), { runId, until: inDays(8) })).toEqual({ runId });
    expect(await acts.openReview(await ground.runs.scope(), { runId, until: inDays(7.5) })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: ['until'],
    });
    expect(await acts.openReview(await ground.runs.scope(), { runId, until: inDays(9) })).toEqual({ runId });
  });

  const inSuperuser = async (sql: string): Promise<void> => {
    const { withClient } = await import('../../../src/platform/database/database-roles.js');
    await withClient(ground.test.database.superuserUrl, (client) => client.query(sql));
  };
});
