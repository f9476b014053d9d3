import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { PartyDirectory } from '../membership/shares/party-directory.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId, newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import { isBasis } from './domain/patronage-csv.js';
import { parseQuantity, quantityFaults } from './domain/quantity.js';
import { mayKeepPatronage } from './surplus.policy.js';
import { patronageColumns, type PatronageRow } from './surplus.rows.js';

export interface RecordPatronageRequest {
  readonly periodId: string;
  readonly ref: string;
  readonly basis: string;
  readonly quantity: string;
  readonly sourceRef: string;
  readonly idempotencyKey: string;
}
export interface CorrectPatronageRequest {
  readonly recordId: string;
  /** What it should have been; nothing when the record should not have been. */
  readonly quantity?: string | null;
  readonly sourceRef: string;
  readonly idempotencyKey: string;
}

/** Patronage kept by hand: a record is only ever added, and undone by a counter-record. */
@Injectable()
export class PatronageKeeping {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  async recordPatronage(
    scope: RequestScope,
    { idempotencyKey, ...request }: RecordPatronageRequest,
  ): Promise<{ recordId: string } | Refusal> {
    return this.work.command(
      scope,
      { act: 'recordPatronage', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepPatronage(viewer);
        if (verdict !== true) return verdict;
        const draft = checkRecord(request);
        if (isRefusal(draft)) return draft;
        const open = await holdOpen(tx, request.periodId);
        if (open !== true) return open;
        const partyId = (await this.parties.partiesByRef(tx, [draft.ref])).get(draft.ref);
        if (partyId === undefined)
          return new Refusal('UNKNOWN_PARTY', 'No party is kept under this reference.');
        const record = { ...draft, periodId: request.periodId, partyId, corrects: null };
        const recordId = await insertRecord(tx, record);
        if (recordId === null) return sourceRecorded();
        await recordAct(tx, viewer, {
          act: 'recordPatronage',
          subjectType: 'patronage-record',
          subjectId: recordId,
          data: { periodId: request.periodId, basis: draft.basis },
        });
        return { recordId };
      },
    );
  }

  async correctPatronage(
    scope: RequestScope,
    { idempotencyKey, ...request }: CorrectPatronageRequest,
  ): Promise<{ counterRecordId: string; recordId: string | null } | Refusal> {
    return this.work.command(
      scope,
      { act: 'correctPatronage', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepPatronage(viewer);
        if (verdict !== true) return verdict;
        const draft = checkCorrection(request);
        if (isRefusal(draft)) return draft;
        const wrong = isId(request.recordId) ? await findRecord(tx, request.recordId) : null;
        if (!wrong) return new Refusal('NOT_FOUND', 'There is no such record.');
        const open = await holdOpen(tx, wrong.periodId);
        if (open !== true) return open;
        const corrected = await correct(tx, wrong, draft);
        if (isRefusal(corrected)) return corrected;
        await recordAct(tx, viewer, {
          act: 'correctPatronage',
          subjectType: 'patronage-record',
          subjectId: wrong.id,
          data: corrected,
        });
        return corrected;
      },
    );
  }
}

interface Correction {
  readonly sourceRef: string;
  /** Null when the record should not have been. */
  readonly right: bigint | null;
}

function checkCorrection(request: Omit<CorrectPatronageRequest, 'idempotencyKey'>): Correction | Refusal {
  const sourceRef = cleanLine(request.sourceRef, 180);
  if (sourceRef === null)
    return new Refusal('INVALID_INPUT', 'A correction names its source in one line of 1 to 180 characters.');
  const quantity = request.quantity ?? null;
  const right = quantity === null ? null : readQuantity(quantity);
  return isRefusal(right) ? right : { sourceRef, right };
}

/** The counter-record, and what the record should have been. Of two corrections at once the second finds the first. */
async function correct(
  tx: Tx,
  wrong: PatronageRow,
  { sourceRef, right }: Correction,
): Promise<{ counterRecordId: string; recordId: string | null } | Refusal> {
  if (wrong.corrects !== null)
    return new Refusal(
      'CORRECTION_IS_FINAL',
      'A counter-record is not corrected; record the patronage anew.',
    );
  const counter = { ...wrong, millionths: -wrong.quantityMillionths, sourceRef, corrects: wrong.id };
  const counterRecordId = await insertRecord(tx, counter);
  if (counterRecordId === null)
    return (await isCorrected(tx, wrong.id)) ? alreadyCorrected() : sourceRecorded();
  if (right === null) return { counterRecordId, recordId: null };
  const anew = { ...wrong, millionths: right, sourceRef: `${sourceRef} (corrected)`, corrects: null };
  const recordId = await insertRecord(tx, anew);
  return recordId === null ? sourceRecorded() : { counterRecordId, recordId };
}

/** The period stays open until this transaction ends; closing waits. */
export async function holdOpen(tx: Tx, periodId: string): Promise<true | Refusal> {
  const period = isId(periodId)
    ? await tx.one<{ state: string }>(
        `SELECT state FROM period WHERE cooperative_id = current_cooperative_id() AND id = $1 FOR SHARE`,
        [periodId],
      )
    : null;
  if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
  return period.state === 'open' || periodClosed();
}

export const periodClosed = (): Refusal =>
  new Refusal(
    'PERIOD_CLOSED',
    'The period is closed; its records are final. Whose record is wrong disputes it in the review of a run.',
  );

interface NewRecord {
  readonly periodId: string;
  readonly partyId: string;
  readonly basis: string;
  readonly millionths: bigint;
  readonly sourceRef: string;
  readonly corrects: string | null;
}

async function insertRecord(tx: Tx, record: NewRecord): Promise<string | null> {
  const inserted = await tx.one<{ id: string }>(
    `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref, corrects)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    [
      newId(),
      record.periodId,
      record.partyId,
      record.basis,
      record.millionths.toString(),
      record.sourceRef,
      record.corrects,
    ],
  );
  return inserted?.id ?? null;
}

function checkRecord(
  request: RecordPatronageRequest | Omit<RecordPatronageRequest, 'idempotencyKey'>,
): { ref: string; basis: string; sourceRef: string; millionths: bigint } | Refusal {
  const [ref, sourceRef] = [cleanLine(request.ref, 100), cleanLine(request.sourceRef, 200)];
  const millionths = readQuantity(request.quantity);
  const faults = [
    ...(ref === null ? ['Reference: one line of 1 to 100 characters.'] : []),
    ...(isBasis(request.basis)
      ? []
      : ['Basis: a short name of small letters, digits and hyphens, as purchases.']),
    ...(sourceRef === null ? ['Source: one line of 1 to 200 characters.'] : []),
    ...(isRefusal(millionths) ? [`Quantity: ${millionths.message}`] : []),
  ];
  if (faults.length > 0 || ref === null || sourceRef === null || isRefusal(millionths)) {
    return new Refusal('INVALID_INPUT', 'Patronage cannot be recorded like this.', faults);
  }
  return { ref, basis: request.basis, sourceRef, millionths };
}

/** A program writes a point; a lone group of three is then never thousands. */
function readQuantity(text: string): bigint | Refusal {
  const quantity = text.length > 60 ? ({ fault: 'too-large' } as const) : parseQuantity(text, '.');
  if ('fault' in quantity)
    return new Refusal('INVALID_INPUT', `The quantity ${quantityFaults[quantity.fault]}.`);
  return quantity.millionths > 0n
    ? quantity.millionths
    : new Refusal('INVALID_INPUT', 'A quantity is more than zero; a record is undone by its correction.');
}

const findRecord = (tx: Tx, id: string): Promise<PatronageRow | null> =>
  tx.one<PatronageRow>(
    `SELECT ${patronageColumns} FROM patronage_record r WHERE r.cooperative_id = current_cooperative_id() AND r.id = $1`,
    [id],
  );

const isCorrected = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.one(
    `SELECT id FROM patronage_record WHERE cooperative_id = current_cooperative_id() AND corrects = $1`,
    [id],
  )) !== null;

const alreadyCorrected = (): Refusal =>
  new Refusal('ALREADY_CORRECTED', 'This record has been corrected already.');

const sourceRecorded = (): Refusal =>
  new Refusal('SOURCE_RECORDED', 'A record with this source exists in the period already.');
