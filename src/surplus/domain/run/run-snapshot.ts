import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import { Refusal } from '../../../shared/refusal.js';
import { isStorableJson } from '../../../shared/text.js';
import { snapshotSchema } from '../input/snapshot-schema.js';

/** A JSON object, as it is stored. */
export type JsonObject = { readonly [field: string]: Json };

/** What the records, the register and the books know of somebody on the last day of the period. */
export interface KnownParticipant {
  readonly partyId: string;
  /** The key of their accounts, `m007`: what the lot is drawn by. */
  readonly key: string;
  readonly kind: 'member' | 'nonMember' | 'organisation';
  readonly class: string | null;
  readonly joinedOn: string | null;
  readonly leftOn: string | null;
  readonly diedOn: string | null;
  readonly suspended: boolean;
  readonly seniorityYears: number | null;
  /** Net patronage by basis, decimal text. */
  readonly bases: Readonly<Record<string, string>>;
  readonly unpaidSharesMinor: bigint;
  /** Debts that the books know of, when the policy sets debts off. */
  readonly debtsMinor?: bigint | undefined;
  /** What the books know that they owe of losses, when the policy covers that. */
  readonly lossOwedMinor?: bigint | undefined;
  /** Consent to be taxed on what is retained, where the policy tests notices and something is on file. */
  readonly consent?: boolean | undefined;
  /** Paid-up capital, when the policy asks for it. */
  readonly capital?: { readonly opening: bigint; readonly movements: readonly Movement[] } | undefined;
  /** Capital against which a loss may be booked, when the policy asks for it. */
  readonly balanceMinor?: bigint | undefined;
}
export interface Movement {
  readonly on: string;
  readonly amount: bigint;
}
/** What officers add: figures of the accounts, and facts of single participants by account key. */
export interface RunFigures {
  readonly figures: JsonObject;
  readonly participants: Readonly<Record<string, JsonObject>>;
}
/** The same with the account key of who entered it, and the instant. */
export interface EnteredFigures extends RunFigures {
  readonly by: string;
  readonly at: string;
}
export interface SnapshotFacts {
  readonly id: string;
  readonly currency: string;
  readonly seed: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly recordedResultMinor: bigint | null;
  readonly entered: EnteredFigures;
  /** Years before as runs have shared them, where the policy asks for them. */
  readonly history?: readonly Json[] | undefined;
  readonly participants: readonly KnownParticipant[];
  /** Open disputes, as the engine reads them. */
  readonly disputes?: readonly Json[];
}
export interface FrozenParticipant {
  readonly partyId: string;
  readonly key: string;
  readonly class: string | null;
  readonly kind: string;
  readonly facts: JsonObject;
  readonly capital: JsonObject | null;
}
export interface FrozenSnapshot {
  /** Everything but the participants and their capital. */
  readonly header: JsonObject;
  /** By account key, in the order of code points. */
  readonly participants: readonly FrozenParticipant[];
}

/**
 * Freezes a period: header and one plain JSON object for each participant. What officers entered goes over what the
 * records say, field by field; a result they did not split by origin is the recorded one, all of it members' business.
 * Refuses `UNKNOWN_PARTY` for facts of somebody who does not take part.
 */
export function freezeSnapshot(facts: SnapshotFacts): FrozenSnapshot | Refusal<'UNKNOWN_PARTY'> {
  const known = new Set(facts.participants.map(({ key }) => key));
  const strays = strangersAmongFacts(
    Object.keys(facts.entered.participants).filter((key) => !known.has(key)),
  );
  if (strays) return strays;
  const participants = [...facts.participants]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((one) => freezeParticipant(one, facts.entered.participants[one.key]));
  return { header: freezeHeader(facts), participants };
}

/** Refuses facts entered for keys that take no part. */
export const strangersAmongFacts = (strays: readonly string[]): Refusal<'UNKNOWN_PARTY'> | null =>
  strays.length === 0
    ? null
    : new Refusal(
        'UNKNOWN_PARTY',
        'Facts are given for somebody who does not take part in this period.',
        strays.slice(0, 10).map((key) => `${key} takes no part.`),
      );

/** The snapshot without its participants. */
export const freezeHeader = (facts: Omit<SnapshotFacts, 'participants'>): JsonObject => ({
  id: facts.id,
  currency: facts.currency,
  seed: facts.seed,
  period: { from: facts.period.from, to: facts.period.to },
  ...(facts.recordedResultMinor === null ? {} : { result: { member: facts.recordedResultMinor.toString() } }),
  ...(facts.history === undefined ? {} : { history: facts.history }),
  ...facts.entered.figures,
  ...noteOfEntered(facts.entered),
  ...(facts.disputes?.length ? { disputes: facts.disputes } : {}),
});

/** What was typed in says so in the snapshot: who, when, and which figures. */
function noteOfEntered({ figures, participants, by, at }: EnteredFigures): JsonObject {
  const names = Object.keys(figures).sort();
  if (names.length === 0 && Object.keys(participants).length === 0) return {};
  return { entered: { by, at, ...(names.length === 0 ? {} : { figures: names }) } };
}

/** One participant as frozen: what is known, and what officers entered instead of it or besides. */
export function freezeParticipant(one: KnownParticipant, entered: JsonObject = {}): FrozenParticipant {
  const facts: Record<string, Json> = { key: one.key, kind: one.kind };
  if (one.class !== null) facts.class = one.class;
  if (one.joinedOn !== null) facts.joinedOn = one.joinedOn;
  if (one.leftOn !== null) facts.leftOn = one.leftOn;
  if (one.diedOn !== null) facts.diedOn = one.diedOn;
  if (one.suspended) facts.suspended = true;
  if (one.seniorityYears !== null) facts.seniorityYears = one.seniorityYears;
  if (Object.keys(one.bases).length > 0) facts.bases = one.bases;
  if (one.unpaidSharesMinor > 0n) facts.unpaidShares = one.unpaidSharesMinor.toString();
  if (one.debtsMinor !== undefined && one.debtsMinor > 0n) facts.debts = one.debtsMinor.toString();
  if (one.lossOwedMinor !== undefined && one.lossOwedMinor > 0n)
    facts.lossOwed = one.lossOwedMinor.toString();
  if (one.consent !== undefined) facts.consent = one.consent;
  if (one.balanceMinor !== undefined) facts.balance = one.balanceMinor.toString();
  const { capitalOpening, ...over } = entered;
  const names = Object.keys(entered).sort();
  const all: JsonObject = { ...facts, ...over, ...(names.length === 0 ? {} : { entered: names }) };
  return {
    partyId: one.partyId,
    key: one.key,
    class: typeof all.class === 'string' ? all.class : null,
    kind: typeof all.kind === 'string' ? all.kind : one.kind,
    facts: all,
    capital: capitalOf(one, capitalOpening),
  };
}

function capitalOf({ key, capital }: KnownParticipant, entered: Json | undefined): JsonObject | null {
  if (capital === undefined) return null;
  if (entered !== undefined) return { key, opening: entered };
  if (capital.opening === 0n && capital.movements.length === 0) return null;
  return {
    key,
    opening: capital.opening.toString(),
    ...(capital.movements.length === 0
      ? {}
      : { movements: capital.movements.map(({ on, amount }) => ({ on, amount: amount.toString() })) }),
  };
}

/** The snapshot as the engine reads it, and as `rochdale surplus compute` would. */
export function wholeSnapshot({ header, participants }: FrozenSnapshot): JsonObject {
  const capital = participants.flatMap((one) => (one.capital === null ? [] : [one.capital]));
  return {
    ...header,
    participants: participants.map((one) => one.facts),
    ...(capital.length === 0 ? {} : { capital }),
  };
}

export const snapshotHash = (snapshot: JsonObject): string => sha256(canonicalJson(snapshot));

/** Whether figures are written as the engine reads them; every mistake by its path. */
export function faultsOfFigures({ figures, participants }: RunFigures): readonly string[] {
  // Said alone: a path that names what cannot be kept could not be kept either.
  if (!isStorableJson(JSON.stringify({ figures, participants })))
    return ['figures: a name or a text holds a forbidden character.'];
  const problems = [
    ...notEnterable('figures', figures, enterableFigures),
    ...Object.entries(participants).flatMap(([key, facts]) =>
      notEnterable(`figures.participants.${key}`, facts, enterableFacts),
    ),
  ];
  snapshotSchema(
    {
      ...figures,
      participants: Object.entries(participants).map(([key, { capitalOpening: _, ...facts }]) => ({
        key,
        ...facts,
      })),
    },
    'figures',
    problems,
  );
  return problems;
}

/** What only the accounts know. The rest is the product's own: nobody types in a seed, a period, a dispute or a record. */
const enterableFigures = ['result', 'tax', 'oldLosses', 'restore', 'balances', 'facts', 'rates', 'history'];
const enterableFacts = [
  ...['kind', 'class', 'seniorityYears', 'suspended', 'minimumActivity', 'choices'],
  ...['debts', 'unpaidShares', 'balance', 'capitalOpening'],
];
const notEnterable = (path: string, given: JsonObject, allowed: readonly string[]): string[] =>
  Object.keys(given)
    .filter((name) => !allowed.includes(name))
    .map((name) => `${path}.${name}: this is not entered by hand; it comes from records, register or books.`);
