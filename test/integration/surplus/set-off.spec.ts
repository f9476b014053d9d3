import { PaidOffGround, paidOffFirst } from './paid-off-ground.js';

const policy = paidOffFirst('setOff');

describe('debts that a run sets off', () => {
  const paid = PaidOffGround.lay();
  const { ground } = paid;
  const entered = (facts: object) => ({
    figures: { figures: {}, participants: { m004: facts } },
  });
  const drafted = async (facts: object): Promise<string> =>
    ((await ground.runs.draft(paid.periodId, policy, entered(facts) as never)) as { runId: string }).runId;

  it('are refused with both figures where the books know of less than was typed in', async () => {
    await ground.runs.debt('m004', '2000');
    expect(await ground.runs.compute(await drafted({ debts: '2001' }))).toMatchObject({
      reason: 'NOT_IN_THE_BOOKS',
      details: ['m004: debts of 20.01 EUR are entered, 20.00 EUR are in the books.'],
    });
    expect(await ground.runs.compute(await drafted({ unpaidShares: '1' }))).toMatchObject({
      reason: 'NOT_IN_THE_BOOKS',
      details: ['m004: unpaid shares of 0.01 EUR are entered, 0.00 EUR are in the books.'],
    });
    expect(await ground.runs.compute(await drafted({ debts: '1500' }))).toHaveProperty('runHash');
  });

  it('are those of the books where nothing is entered, and no more than is owed on the day of posting', async () => {
    const { ledgerEntryId } = (await ground.runs.debt('m004', '2000')) as { ledgerEntryId: string };
    await ground.runs.debt('m004', '500');
    await ground.runs.adopted(await ground.runs.computed(paid.periodId, policy));
    await ground.test.ask(
      `mutation ($e: ID!) { reverseEntry(input: { entryId: $e, reason: "Paid at the till", idempotencyKey: "reverse-it" }) { __typename } }`,
      { e: ledgerEntryId },
      ground.story.coop.members[0]!.caller,
    );
    await ground.runs.takeForce();
    expect(await paid.booked()).toEqual([
      'equity:surplus-to-appropriate:2024 400.00',
      'liabilities:member-payable:m001 -300.00',
      'liabilities:member-payable:m004 -95.00',
      'assets:receivable:member-debt:m004 -5.00',
    ]);
  });

  it('stay set off when the run is corrected', async () => {
    await ground.runs.debt('m004', '2500');
    const runId = await ground.runs.computed(paid.periodId, policy);
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    const correction = { corrects: runId, name: 'Again', ...entered({ debts: '2400' }) };
    await ground.runs.adopted(await ground.runs.computed(paid.periodId, policy, correction as never));
    await ground.runs.takeForce();
    expect(await paid.booked('Correction of the surplus of 2024: Again')).toEqual([
      'assets:receivable:member-debt:m004 1.00',
      'liabilities:member-payable:m004 -1.00',
    ]);
  });

  it('that were typed in say who did and when, to the member and in the steps', async () => {
    await ground.runs.debt('m004', '2500');
    const runId = await drafted({ debts: '1500', class: 'workers' });
    await ground.runs.compute(runId);
    await ground.runs.review(runId);
    const query = `query ($id: ID!) { distributionRun(id: $id) {
      steps { step id source output { name value } } myLines { forms { form amountMinor } why { entered { fact value by at } } } } }`;
    const read = async (place: number) =>
      (await ground.test.ask(query, { id: runId }, ground.story.coop.members[place]!.caller)).data
        .distributionRun;
    const own = await read(3);
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
    expect(own.myLines[0].why.entered).toEqual([
      { fact: 'class', value: 'workers', by: 'm001', at },
      { fact: 'debts', value: '1500', by: 'm001', at },
    ]);
    expect(own.myLines[0].forms).toEqual([
      { form: 'setOff', amountMinor: '1500' },
      { form: 'cash', amountMinor: '8500' },
    ]);
    expect(own.steps[0]).toMatchObject({
      step: 'entered',
      source: expect.stringMatching(/^entered by m001 on /) as string,
      output: expect.arrayContaining([{ name: 'participantsByFact.debts', value: '1' }]) as unknown,
    });
    for (const place of [0, 4]) expect((await read(place)).myLines[0].why.entered).toEqual([]);
  });

  it('are the only claims that are typed in: seed, period, records and disputes are not', async () => {
    const figures = {
      figures: { seed: 'mine', period: { from: '2024-01-01', to: '2024-12-31' }, disputes: [] },
      participants: { m004: { bases: { purchases: '9000' }, key: 'm001' } },
    };
    const answer = await ground.runs.draft(paid.periodId, policy, { figures });
    expect(answer).toMatchObject({ reason: 'INVALID_INPUT' });
    expect((answer as unknown as { details: string[] }).details.map((one) => one.split(':')[0])).toEqual([
      'figures.seed',
      'figures.period',
      'figures.disputes',
      'figures.participants.m004.bases',
      'figures.participants.m004.key',
    ]);
  });
});
