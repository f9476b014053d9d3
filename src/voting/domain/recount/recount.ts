import { createHash } from 'node:crypto';
import { storedPolicy } from '../../../membership/domain/decision-policy.js';
import { canonicalJson, type Json } from '../../../shared/canonical-json.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { storedMarks } from '../ballots/ballot-marks.js';
import { countPoll, type CountedObjection, type MarkGroup } from '../count-poll.js';
import { storedElectorate, type StoredElectorate } from '../counted-electorate.js';
import { drawOrder } from '../tally/tie-break.js';
import { firstDifferenceOfCounts, type Difference } from './first-difference.js';
import { readPackage, type PackageReason, type ReadPackage } from './read-package.js';
import type { RecountBallot, RecountHead } from './recount-package.js';

export type RecountReason = PackageReason | 'UNCOUNTABLE_PACKAGE';

/** What a recount found. */
export interface Recount {
  readonly question: string;
  readonly method: string;
  readonly ballots: number;
  /** The outcome as it was recorded. */
  readonly outcome: string;
  /** The options that were recorded as chosen, by their labels; none of a question. */
  readonly winners: readonly string[];
  /** `identical`; `altered` when something in the file is not what its own seals say; else `differs`. */
  readonly verdict: 'identical' | 'differs' | 'altered';
  /** Each thing in the file that is not as its seals say, in words; the ballots among them by line and check code. */
  readonly altered: readonly string[];
  /** Where the result first parts from what the ballots in the file give; null where they agree. */
  readonly difference: Difference | null;
  /** The hash of the list of ballots as it is in the file, to be compared with the one in the sealed record. */
  readonly ballotsHash: string;
}

/**
 * Recounts a poll from its package, line by line, with the rule and the ballots in it alone: no server, no database. The
 * ballots are regrouped, so that memory depends on how many differ and not on how many there are.
 *
 * Refuses `MALFORMED_PACKAGE` for what cannot be read, by line and field, and `UNCOUNTABLE_PACKAGE` for a rule or a
 * ballot that the rule cannot count. An alteration is no refusal: it is what a recount is there to find.
 */
export async function recountPackage(
  lines: AsyncIterable<string>,
  seen: (read: { readonly ballot: RecountBallot; readonly line: number }) => void = () => undefined,
): Promise<Recount | Refusal<RecountReason>> {
  const list = createHash('sha256');
  const groups = new Map<string, Grouped>();
  const read = await readPackage(lines, (ballot, line) => {
    seen({ ballot, line });
    const marks = canonicalJson(ballot.marks);
    list.update(`${ballot.code} ${marks} ${ballot.weightMillionths}\n`);
    const key = `${ballot.class ?? ''} ${ballot.weightMillionths} ${marks}`;
    const known = groups.get(key);
    if (known) known.people += 1n;
    else groups.set(key, { ballot, people: 1n });
  });
  if (isRefusal(read)) return read;
  const result = countedAgain(read.head, groups);
  if (isRefusal(result)) return result;
  const ballotsHash = list.digest('hex');
  const altered = alterations(read, ballotsHash);
  const difference = firstDifferenceOfCounts(read.foot.result, result);
  return {
    question: read.head.poll.question,
    method: read.head.poll.method,
    ballots: read.ballots,
    ...recordedOutcome(read),
    verdict: altered.length > 0 ? 'altered' : difference === null ? 'identical' : 'differs',
    ...{ altered, difference, ballotsHash },
  };
}

/** A result may have been altered into anything: what is no place of an option names none. */
function recordedOutcome({ head, foot }: ReadPackage): Pick<Recount, 'outcome' | 'winners'> {
  const recorded = foot.result as { readonly outcome?: unknown; readonly winners?: unknown } | null;
  const winners = Array.isArray(recorded?.winners) ? recorded.winners : [];
  return {
    outcome: String(recorded?.outcome),
    winners: winners.flatMap((place) => (typeof place === 'number' ? (head.options[place] ?? []) : [])),
  };
}

interface Grouped {
  readonly ballot: RecountBallot;
  people: bigint;
}

type RecountedResult = { readonly outcome: Json; readonly winners: Json; readonly counting: Json };

/** The result as it is recorded of a poll: what was decided, who was chosen, and everything that the count found. */
export const recordedResult = (counted: ReturnType<typeof countPoll>): RecountedResult => ({
  outcome: counted.outcome,
  winners: counted.winners,
  counting: counted.counting,
});

function countedAgain(
  head: RecountHead,
  groups: ReadonlyMap<string, Grouped>,
): RecountedResult | Refusal<'UNCOUNTABLE_PACKAGE'> {
  try {
    const labels = head.options;
    const counted = countPoll(
      storedPolicy(head.rule.policy),
      labels,
      storedElectorate(head.electorate as unknown as StoredElectorate),
      [...groups.values()].map(groupOf),
      head.tieSeed === null ? [] : drawOrder(head.tieSeed, labels.length),
      head.objections.map((one): CountedObjection => ({
        reason: one.reason,
        state: one.state,
        weightMillionths: BigInt(one.weightMillionths),
      })),
      // Of a poll that ended early the count finds again that nothing could have changed it.
      { excluded: head.excluded ?? [], endedEarly: head.poll.endedEarlyFrom !== undefined },
    );
    // As it is stored and read back, so that equal results are equal texts.
    return JSON.parse(canonicalJson(recordedResult(counted))) as RecountedResult;
  } catch (error) {
    // Whatever cannot be counted here was altered beyond counting: the engine met no such poll when it closed.
    const why = error instanceof Error ? error.message : String(error);
    return new Refusal('UNCOUNTABLE_PACKAGE', `The package cannot be counted: ${why}.`);
  }
}

const groupOf = ({ ballot, people }: Grouped): MarkGroup => ({
  marks: storedMarks(ballot.marks),
  classCode: ballot.class ?? everybody,
  weightMillionths: BigInt(ballot.weightMillionths),
  people,
});

/** The class of all electors, in packages whose rule asks for none: which class somebody is of could name them. */
export const everybody = 'everybody';

function alterations(read: ReadPackage, ballotsHash: string): string[] {
  return [
    ...read.brokenSeals.map(
      ({ line, code }) => `Line ${line}: the ballot ${code} is not the one that was sealed under this code.`,
    ),
    ...read.repeatedCodes.map((code) => `The ballot ${code} stands in the list twice.`),
    ...(read.ballots === read.foot.ballots
      ? []
      : [`The list has ${read.ballots} ballots and says it has ${read.foot.ballots}.`]),
    ...(ballotsHash === read.foot.ballotsHash
      ? []
      : ['The ballots in the list are not those that were counted: their hash is another.']),
    ...(read.checksumHolds ? [] : ['The checksum is not that of this file: something in it was changed.']),
  ];
}
