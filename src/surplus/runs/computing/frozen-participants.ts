import { setImmediate } from 'node:timers/promises';
import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import type { Tx } from '../../../platform/database/transaction.js';
import {
  participantSchema,
  snapshotSchema,
  type CapitalBalance,
  type Participant,
} from '../../domain/input/snapshot-schema.js';
import type { ParticipantSource, Taking } from '../../domain/streamed/passes.js';
import { PartiesHash, StreamedSnapshotHash } from '../../domain/run/run-hash.js';
import type { JsonObject } from '../../domain/run/run-snapshot.js';
import { pagesByKey, type ParticipantsHashes } from '../run-hashing.js';
import type { PartyOf, RunRows } from '../run.store.js';

/** Participants read back together; small enough that whoever else is served waits for a few hundredths of a second. */
const participantsPerBatch = 1_000;

interface Row {
  readonly key: string;
  readonly partyId: string;
  readonly facts: Json;
  readonly capital: Json | null;
}

/** Where participants are kept, and as what each of them is taken. */
export interface Kept {
  readonly in: RunRows;
  readonly as: <Row extends { readonly key: string; readonly facts: Json }>(row: Row) => Row;
}
const keptOnStage: Kept = { in: 'run_stage', as: (row) => row };

/** The frozen participants as they are kept while a run is computed, by key; hashed on the way by a pass over all. */
export class FrozenParticipants implements ParticipantSource {
  /** Of the snapshot, once a pass has seen all; where capital is frozen too, it comes first and is hashed elsewhere. */
  hashed: ParticipantsHashes | null = null;
  /** Told how many of a pass have been read, with the batch that follows. */
  onBatch: (seen: number) => Promise<void> = () => Promise.resolve();
  /** Whether a pass has read them all, and found each of them well formed. */
  private isRead = false;
  private batch: readonly Row[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly runId: string,
    private readonly header: JsonObject,
    private readonly withCapital: boolean,
    readonly people: number,
    private readonly kept: Kept = keptOnStage,
  ) {}

  /** Whose the keys are of the batch that is looked at now. */
  partiesNow(): PartyOf {
    const parties = new Map(this.batch.map(({ key, partyId }) => [key, partyId]));
    return (key) => parties.get(key);
  }

  async *pass(after: string | null): AsyncGenerator<readonly Taking[]> {
    const isHashed = this.hashed === null && !this.withCapital && after === null;
    const hash = isHashed ? new StreamedSnapshotHash(this.header, false) : null;
    const parties = new PartiesHash();
    const { isRead } = this;
    let seen = 0;
    for await (const rows of pagesByKey((from) => this.read(from), after ?? '')) {
      for (const row of hash ? rows.map(this.kept.as) : []) {
        hash!.add(row.facts);
        parties.add(row);
      }
      this.batch = rows;
      await this.onBatch((seen += rows.length));
      yield rows.map(this.kept.as).map(isRead ? readAgain : takingOf);
    }
    this.isRead ||= after === null;
    if (hash) this.hashed = { snapshotHash: hash.digest(), partiesHash: parties.digest() };
  }

  pause(): Promise<void> {
    return setImmediate();
  }

  private read(after: string): Promise<Row[]> {
    return this.tx.sql<Row>(
      `SELECT key, party_id AS "partyId", facts, capital FROM ${this.kept.in}_participant
       WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND key COLLATE "C" > $2
       ORDER BY key COLLATE "C" LIMIT $3`,
      [this.runId, after, participantsPerBatch],
    );
  }
}

const takingOf = ({ facts, capital }: Row): Taking => ({
  participant: participantSchema(facts, 'participants', []),
  capital: capital === null ? null : balanceOf(capital),
});

type Facts = Required<Participant>;
type FieldsOf<Kind> = { [Field in keyof Facts]: Facts[Field] extends Kind ? Field : never }[keyof Facts];
/** The fields of a participant that are not what they are in JSON, all of them: a new one must be named here. */
const amounts = Object.keys({
  debts: true,
  unpaidShares: true,
  lossOwed: true,
  balance: true,
} satisfies Record<FieldsOf<bigint>, true>);
const ratios = Object.keys({ minimumActivity: true } satisfies Record<FieldsOf<Ratio>, true>);
const tables = Object.keys({ bases: true } satisfies Record<FieldsOf<ReadonlyMap<string, Ratio>>, true>);
const texts = Object.keys({ choices: true } satisfies Record<FieldsOf<ReadonlyMap<string, string>>, true>);

/** A participant that has been read before: what was checked then is not checked in every pass. */
function readAgain({ facts, capital }: Row): Taking {
  const plain = facts as Readonly<Record<string, string | number>>;
  const participant: Record<string, unknown> = { ...plain };
  for (const field of tables)
    if (participant[field] !== undefined)
      participant[field] = new Map(
        Object.entries(participant[field] as Readonly<Record<string, string | number>>).map(
          ([basis, quantity]) => [basis, Ratio.parse(String(quantity))!],
        ),
      );
  for (const field of texts)
    if (participant[field] !== undefined)
      participant[field] = new Map(Object.entries(participant[field] as Readonly<Record<string, string>>));
  for (const field of ratios)
    if (plain[field] !== undefined) participant[field] = Ratio.parse(String(plain[field]));
  for (const field of amounts) if (plain[field] !== undefined) participant[field] = BigInt(plain[field]);
  return {
    participant: participant as unknown as Participant,
    capital: capital === null ? null : balanceOf(capital),
  };
}

const balanceOf = (capital: Json): CapitalBalance =>
  snapshotSchema({ capital: [capital] }, 'capital', []).capital![0]!;
