import { createHash } from 'node:crypto';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { PgTransaction } from '../../platform/database/transaction.js';
import type { Json } from '../../shared/canonical-json.js';
import { allOthers, classesCountedApart } from '../domain/ballot-secrecy.js';
import type { CountedObjection } from '../domain/count-poll.js';
import type { StoredElectorate } from '../domain/counted-electorate.js';
import { everybody } from '../domain/recount/recount.js';
import {
  lineOf,
  recountFormat,
  sealOf,
  type RecountBallot,
  type RecountHead,
} from '../domain/recount/recount-package.js';

/** What the head and the foot are made of. */
interface PackageFacts {
  readonly slug: string;
  readonly name: string;
  readonly question: string;
  readonly method: string;
  readonly methodVersion: number;
  readonly seats: number;
  readonly visibility: 'open' | 'confidential';
  readonly recordOn: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date;
  readonly endedEarlyFrom: Date | null;
  readonly excluded: readonly number[];
  readonly rule: Json;
  readonly ruleKey: string;
  readonly ruleVersion: number;
  readonly article: string;
  readonly options: readonly string[];
  readonly tieSeed: string | null;
  readonly electorate: StoredElectorate;
  readonly ballotsHash: string;
  readonly outcome: string;
  readonly winners: readonly number[];
  readonly counting: Json;
}
interface BallotRow {
  readonly code: string;
  readonly class: string;
  readonly weight: bigint;
  readonly marks: Json;
  readonly member: number;
  readonly holder: number | null;
}
const rowsAtOnce = 5_000;

/**
 * The lines of a closed poll's package, in one pass over its counted ballots. Open polls name the members; in confidential
 * ones nobody is named, the class of an elector stands there only where the rule counts it apart, and nothing tells which
 * votes were passed on.
 */
export async function* packageLines(
  tx: PgTransaction,
  pollId: string,
  objections: readonly CountedObjection[],
): AsyncGenerator<string> {
  const facts = await factsOf(tx, pollId);
  const shown = shownBy(facts);
  const digest = createHash('sha256');
  const said = (line: string): string => {
    digest.update(line);
    return line;
  };
  yield said(lineOf(headOf(pollId, facts, shown, objections)));
  let ballots = 0;
  await tx.control(`DECLARE counted NO SCROLL CURSOR FOR ${ballotsOf(pollId)}`);
  for (;;) {
    const rows = await tx.sql<BallotRow>(`FETCH ${rowsAtOnce} FROM counted`);
    if (rows.length === 0) break;
    ballots += rows.length;
    yield said(rows.map((row) => lineOf(ballotLine(row, shown))).join(''));
  }
  const foot = { ballots, ballotsHash: facts.ballotsHash, result: resultOf(facts) };
  digest.update(lineOf(foot));
  yield lineOf({ ...foot, checksum: digest.digest('hex') });
}

/** What a package tells of persons and classes. */
interface Shown {
  readonly isOpen: boolean;
  /** Under which name a class is shown; null where the rule counts none apart. */
  readonly classAs: ((code: string) => string) | null;
}

function shownBy({ rule, visibility }: PackageFacts): Shown {
  const named = classesCountedApart(storedPolicy(rule));
  const isOpen = visibility === 'open';
  if (named.length === 0) return { isOpen, classAs: null };
  return { isOpen, classAs: (code) => (isOpen || named.includes(code) ? code : allOthers) };
}

const resultOf = ({ outcome, winners, counting }: PackageFacts): Json => ({ outcome, winners, counting });

function headOf(
  pollId: string,
  facts: PackageFacts,
  { classAs }: Shown,
  objections: readonly CountedObjection[],
): RecountHead {
  const { question, method, methodVersion, seats, visibility, recordOn } = facts;
  return {
    format: recountFormat,
    cooperative: { slug: facts.slug, name: facts.name },
    poll: {
      ...{ id: pollId, question, method, methodVersion, seats, visibility, recordOn },
      opensAt: facts.opensAt.toISOString(),
      closesAt: facts.closesAt.toISOString(),
      closedAt: facts.closedAt.toISOString(),
      ...(facts.endedEarlyFrom && { endedEarlyFrom: facts.endedEarlyFrom.toISOString() }),
    },
    rule: { key: facts.ruleKey, version: facts.ruleVersion, article: facts.article, policy: facts.rule },
    options: facts.options,
    ...(facts.excluded.length > 0 && { excluded: facts.excluded }),
    tieSeed: facts.tieSeed,
    electorate: inClasses(facts.electorate, classAs ?? (() => everybody)) as unknown as Json,
    objections: objections.map(({ reason, state, weightMillionths }) => ({
      ...{ reason, state, weightMillionths: weightMillionths.toString() },
    })),
  };
}

type StoredClass = StoredElectorate['perClass'][number];

/** The electorate by the classes that are shown; those under one name are together. */
function inClasses(electorate: StoredElectorate, shownAs: (code: string) => string): StoredElectorate {
  const perClass = new Map<string, StoredClass>();
  for (const one of electorate.perClass) {
    const classCode = shownAs(one.classCode);
    const known = perClass.get(classCode) ?? { people: '0', weightMillionths: '0' };
    perClass.set(classCode, {
      classCode,
      people: (BigInt(known.people) + BigInt(one.people)).toString(),
      weightMillionths: (BigInt(known.weightMillionths) + BigInt(one.weightMillionths)).toString(),
    });
  }
  return { ...electorate, perClass: [...perClass.values()] };
}

function ballotLine(row: BallotRow, { isOpen, classAs }: Shown): RecountBallot {
  const content: Omit<RecountBallot, 'seal'> = {
    code: row.code,
    class: classAs === null ? null : classAs(row.class),
    weightMillionths: row.weight.toString(),
    marks: row.marks,
    ...(isOpen && { member: row.member, ...(row.holder !== null && { heldBy: row.holder }) }),
  };
  return { ...content, seal: sealOf(content) };
}

/**
 * Sorted as the hash of their list is, and where codes are equal by nothing that tells more; the identifier was checked
 * to be one.
 */
const ballotsOf = (pollId: string): string =>
  `SELECT b.check_code AS code, c.code AS class, b.weight_millionths AS weight, b.marks, m.number AS member, h.number AS holder
   FROM counted_ballot b
   JOIN member_class c ON c.cooperative_id = b.cooperative_id AND c.id = b.class_id
   JOIN membership m ON m.cooperative_id = b.cooperative_id AND m.id = b.membership_id
   LEFT JOIN membership h ON h.cooperative_id = b.cooperative_id AND h.id = b.held_by
   WHERE b.poll_id = '${pollId}'
   ORDER BY b.check_code COLLATE "C", b.weight_millionths, b.held_by IS NOT NULL, b.membership_id`;

async function factsOf(tx: PgTransaction, pollId: string): Promise<PackageFacts> {
  const facts = await tx.one<PackageFacts>(
    `SELECT o.slug, o.name, p.question, p.method, p.method_version AS "methodVersion", p.seats, p.visibility,
       p.record_on AS "recordOn", p.opens_at AS "opensAt", p.closes_at AS "closesAt", p.closed_at AS "closedAt",
       p.ended_early_from AS "endedEarlyFrom", p.rule, ARRAY(SELECT x.position FROM poll_exclusion x
         WHERE x.cooperative_id = p.cooperative_id AND x.poll_id = p.id ORDER BY x.position) AS excluded,
       p.rule_key AS "ruleKey", p.rule_version AS "ruleVersion", r.article, p.tie_seed AS "tieSeed",
       ARRAY(SELECT q.label FROM poll_option q WHERE q.cooperative_id = p.cooperative_id AND q.poll_id = p.id ORDER BY q.position) AS options,
       s.electorate, s.ballots_hash AS "ballotsHash", s.outcome, s.winners, s.counting
     FROM poll p JOIN cooperative o ON o.id = p.cooperative_id
     JOIN bylaw_rule r ON r.cooperative_id = p.cooperative_id AND r.key = p.rule_key AND r.version = p.rule_version
     JOIN poll_result s ON s.cooperative_id = p.cooperative_id AND s.poll_id = p.id
     WHERE p.id = $1 AND s.counting IS NOT NULL AND s.electorate IS NOT NULL`,
    [pollId],
  );
  if (!facts) throw new Error(`poll ${pollId} has no result to package`);
  return facts;
}
