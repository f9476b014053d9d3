import { newId } from '../../../src/shared/ids.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { TaxConsents } from '../../../src/surplus/capital/tax-consents.js';
import type { ConsentGiven } from '../../../src/surplus/domain/consent-csv.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn } from '../../support/corruption.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks } from '../ledger/books.js';
import { entryIn } from './booked-entry.js';
import { RunGround } from './run-ground.js';

const policy = {
  id: 'patronage',
  preset: 'US-Subchapter-T',
  waterfall: {
    pools: [
      {
        ...{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } },
        forms: [
          { form: 'cash', rate: '20%', rounding: 'eachUp' },
          { form: 'retained', kind: 'qualified' },
        ],
      },
    ],
  },
};

describe('consent to be taxed on what is retained', () => {
  let periodId: string;
  const ground = RunGround.lay();
  beforeEach(async () => {
    periodId = await ground.story.closed(
      'ref;basis;quantity\nm001;purchases;50\nm004;purchases;30\nm005;purchases;20\n',
      '100000',
    );
  });
  const consent = async (ref: string, given: ConsentGiven, effectiveOn: string, place = 0) =>
    ground.test.app.get(TaxConsents).recordTaxConsent(await ground.runs.scope(place), {
      ...{ ref, given, effectiveOn, evidence: 'Form 7', idempotencyKey: newId() },
    });

  const ask = async (query: string, variables: object, place: number) =>
    Object.values(
      (await ground.test.ask(query, variables, ground.story.coop.members[place]!.caller)).data as object,
    )[0] as unknown;
  const preview = (content: string, place = 0) =>
    ask(
      `query ($content: String!) { taxConsentImportPreview(content: $content) { mayImport { allowed reason } lines
        totals { given lines } errors { line message } ignoredColumns alreadyImported } }`,
      { content },
      place,
    );
  const importing = (content: string, place = 0) =>
    ask(
      `mutation ($input: ImportTaxConsentsInput!) { importTaxConsents(input: $input) {
        ... on TaxConsentsImported { importId lines } ... on ImportTaxConsentsRefused { reason details } } }`,
      { input: { content, idempotencyKey: newId() } },
      place,
    );

  it('keeps qualified and nonqualified capital of one year in lots of their own, by each member’s own consent', async () => {
    await consent('m001', 'written', '2024-03-01');
    await consent('m004', 'bylaw', '2020-01-01');
    await consent('m004', 'revoked', '2024-06-30');
    // After the period: it is for the next one.
    await consent('m005', 'written', '2025-02-01');
    await ground.runs.adopted(await ground.runs.computed(periodId, policy));
    await ground.runs.takeForce();
    const table = await inBooks(ground.test, ground.story.coop.id, (tx) =>
      renderLedgerTable(tx, 'equity:allocated'),
    );
    expect(entryIn(table, 'Surplus of 2024: Surplus shared')).toEqual([
      'equity:surplus-to-appropriate:2024 1000.00',
      'liabilities:member-payable:m001 -100.00',
      'equity:allocated:2024:m001:qualified -400.00',
      'liabilities:member-payable:m004 -60.00',
      'equity:allocated:2024:m004:nonqualified -240.00',
      'liabilities:member-payable:m005 -40.00',
      'equity:allocated:2024:m005:nonqualified -160.00',
    ]);
    const lots = async (place: number) =>
      (
        await ground.test.ask(
          `{ myCapital { lots(first: 9) { nodes { year part qualified balanceMinor } } } }`,
          {},
          ground.story.coop.members[place]!.caller,
        )
      ).data.myCapital.lots.nodes;
    expect(await lots(0)).toEqual([
      { year: 2024, part: 'qualified', qualified: true, balanceMinor: '40000' },
    ]);
    expect(await lots(3)).toEqual([
      { year: 2024, part: 'nonqualified', qualified: false, balanceMinor: '24000' },
    ]);
    expect(
      await brokenIn(ground.test, ground.story.coop.id, [...capitalInvariants, ...runsInvariants]),
    ).toEqual([]);
  });

  it('comes from a file, whole or not at all, and the same file once', async () => {
    const good =
      'ref;given;effective_on;evidence\nm004;written;2024-03-01;Form 7\nm005;bylaw;2024-01-31;Bylaw 9\n';
    const bad = `${good}m999;bylaw;2024-01-31;Bylaw 9\nm001;bylaw;2999-01-31;Bylaw 9\nm004;maybe;2024-04-01;\n`;
    const errors = [
      { line: 4, message: expect.stringMatching(/^Nobody is kept/) },
      { line: 5, message: expect.stringMatching(/^Today is/) },
      { line: 6, message: expect.stringMatching(/^given says/) },
      { line: 6, message: expect.stringMatching(/^evidence says/) },
    ];
    expect(await preview(bad)).toMatchObject({ mayImport: { allowed: true }, lines: 4, errors });
    expect(await importing(bad)).toMatchObject({ reason: 'FILE_HAS_ERRORS' });
    expect(await preview(good)).toMatchObject({
      ...{ lines: 2, errors: [], alreadyImported: false },
      totals: [
        { given: 'WRITTEN', lines: 1 },
        { given: 'BYLAW', lines: 1 },
      ],
    });
    const done = await importing(good);
    expect(done).toMatchObject({ lines: 2 });
    expect(await importing(good)).toEqual(done);
    expect(await preview(good)).toMatchObject({ alreadyImported: true, errors: [] });
    // A file that grew: what is on file already is named, and nothing of it is written twice.
    expect(await preview(`${good}m001;written;2024-02-01;Form 8\n`)).toMatchObject({
      errors: [2, 3].map((line) => ({ line, message: 'This consent is on file already.' })),
    });
    expect(await preview(good, 3)).toMatchObject({ mayImport: { reason: 'NOT_ALLOWED' }, lines: 0 });
    expect(await importing(good, 3)).toMatchObject({ reason: 'NOT_ALLOWED' });
    await ground.runs.adopted(await ground.runs.computed(periodId, policy));
    await ground.runs.takeForce();
    const table = await inBooks(ground.test, ground.story.coop.id, (tx) =>
      renderLedgerTable(tx, 'equity:allocated'),
    );
    expect(entryIn(table, 'Surplus of 2024: Surplus shared')).toContain(
      'equity:allocated:2024:m004:qualified -240.00',
    );
    expect(await brokenIn(ground.test, ground.story.coop.id, capitalInvariants)).toEqual([]);
  });

  it('is shown to whose it is, with its evidence and who put it on file, and to treasurer and auditor', async () => {
    await consent('m004', 'written', '2024-01-01');
    await consent('m005', 'bylaw', '2024-01-01');
    const read = async (query: string, place: number) =>
      (
        await ground.test.ask(
          `{ ${query} { totalCount nodes { key given evidence recordedBy { number } } } }`,
          {},
          ground.story.coop.members[place]!.caller,
        )
      ).data[query];
    const own = { key: 'm004', given: 'WRITTEN', evidence: 'Form 7', recordedBy: { number: 1 } };
    expect(await read('myTaxConsents', 3)).toEqual({ totalCount: 1, nodes: [own] });
    expect(await read('myTaxConsents', 1)).toEqual({ totalCount: 0, nodes: [] });
    expect(await read('taxConsents', 2)).toMatchObject({ totalCount: 2, nodes: [{ key: 'm005' }, own] });
    expect(await read('taxConsents', 1)).toBeNull();
  });

  it('is recorded by a treasurer, for somebody there is, and not ahead of its day', async () => {
    expect(await consent('m004', 'written', '2024-01-01', 3)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await consent('m999', 'written', '2024-01-01')).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await consent('m004', 'written', '2999-01-01')).toMatchObject({ reason: 'DATE_IN_THE_FUTURE' });
    expect(await consent('m004', 'written', '2024-02-30')).toMatchObject({ reason: 'INVALID_INPUT' });
  });
});
