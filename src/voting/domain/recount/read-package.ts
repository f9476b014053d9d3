import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, type Json } from '../../../shared/canonical-json.js';
import { Refusal } from '../../../shared/refusal.js';
import {
  lineOf,
  recountFormat,
  sealOf,
  type RecountBallot,
  type RecountFoot,
  type RecountHead,
} from './recount-package.js';

export type PackageReason = 'MALFORMED_PACKAGE';

/** A package that was read: the head and foot, what its parts say of each other, and how many ballots went by. */
export interface ReadPackage {
  readonly head: RecountHead;
  readonly foot: RecountFoot;
  readonly ballots: number;
  /** Ballots whose seal is not that of their content: line, check code. */
  readonly brokenSeals: readonly { readonly line: number; readonly code: string }[];
  /** Codes that stand twice where no vote was passed on. */
  readonly repeatedCodes: readonly string[];
  readonly checksumHolds: boolean;
}

/** At most so many faults are named one by one: a file in which everything is altered need not be listed. */
const mostNamed = 20;

/**
 * Reads a package line by line and hands each ballot on, so that no more than one is held. Refuses what is no package,
 * naming the line and the field: an altered value is not refused but reported, a missing part is.
 */
export async function readPackage(
  lines: AsyncIterable<string>,
  take: (ballot: RecountBallot, line: number) => void,
): Promise<ReadPackage | Refusal<PackageReason>> {
  const reading = new PackageReading(take);
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const fault = reading.line(line, number);
    if (fault) return fault;
  }
  return reading.end(number);
}

class PackageReading {
  private readonly digest: Hash = createHash('sha256');
  private head: RecountHead | null = null;
  private foot: RecountFoot | null = null;
  private ballots = 0;
  private lastOwnCode = '';
  private readonly brokenSeals: { line: number; code: string }[] = [];
  private readonly repeatedCodes: string[] = [];
  private checksumHolds = false;

  constructor(private readonly take: (ballot: RecountBallot, line: number) => void) {}

  line(text: string, number: number): Refusal<PackageReason> | null {
    const value = parsed(text);
    if (value === null) return malformed(number, null, 'it is not a JSON object');
    if (this.foot) return malformed(number, null, 'something stands after the last line');
    if (!this.head) return this.takeHead(value, text, number);
    return 'checksum' in value
      ? this.takeFoot(value, number)
      : this.takeBallot(value as unknown as RecountBallot, text, number);
  }

  end(lines: number): ReadPackage | Refusal<PackageReason> {
    if (!this.head) return malformed(1, null, 'the file is empty');
    if (!this.foot)
      return malformed(lines + 1, 'checksum', 'the file ends before its last line; download it again');
    const { head, foot, ballots, brokenSeals, repeatedCodes, checksumHolds } = this;
    return { head, foot, ballots, brokenSeals, repeatedCodes, checksumHolds };
  }

  private takeHead(value: Record<string, Json>, text: string, number: number): Refusal<PackageReason> | null {
    if (value.format !== recountFormat)
      return malformed(number, 'format', `this program reads ${recountFormat}`);
    const missing = ['cooperative', 'poll', 'rule', 'options', 'electorate', 'objections'].find(
      (field) => !(field in value),
    );
    if (missing) return malformed(number, missing, 'it is missing');
    if (!Array.isArray(value.options) || !value.options.every((label) => typeof label === 'string'))
      return malformed(number, 'options', 'it is not a list of names');
    this.head = value as unknown as RecountHead;
    this.digest.update(`${text}\n`);
    return null;
  }

  private takeBallot(ballot: RecountBallot, text: string, number: number): Refusal<PackageReason> | null {
    const fault = faultOfBallot(ballot);
    if (fault) return malformed(number, fault.field, fault.wanted);
    const { seal, ...content } = ballot;
    if (seal !== sealOf(content) && this.brokenSeals.length < mostNamed)
      this.brokenSeals.push({ line: number, code: ballot.code });
    this.ballots += 1;
    if (ballot.heldBy === undefined) {
      // The list is ordered by code: equal ones stand beside each other.
      if (ballot.code === this.lastOwnCode && this.repeatedCodes.length < mostNamed)
        this.repeatedCodes.push(ballot.code);
      this.lastOwnCode = ballot.code;
    }
    this.digest.update(`${text}\n`);
    this.take(ballot, number);
    return null;
  }

  private takeFoot(value: Record<string, Json>, number: number): Refusal<PackageReason> | null {
    const missing = ['ballots', 'ballotsHash', 'result'].find((field) => !(field in value));
    if (missing) return malformed(number, missing, 'it is missing');
    const { checksum, ...content } = value;
    this.digest.update(lineOf(content));
    this.checksumHolds = this.digest.digest('hex') === checksum;
    this.foot = value as unknown as RecountFoot;
    return null;
  }
}

function faultOfBallot(ballot: RecountBallot): { field: string; wanted: string } | null {
  if (typeof ballot.code !== 'string' || !/^[0-9a-f]{64}$/.test(ballot.code))
    return { field: 'code', wanted: 'a check code is 64 hexadecimal digits' };
  if (typeof ballot.weightMillionths !== 'string' || !/^[1-9][0-9]{0,17}$/.test(ballot.weightMillionths))
    return {
      field: 'weightMillionths',
      wanted: 'a weight is whole millionths of a vote, above zero, as text',
    };
  if (typeof ballot.marks !== 'object' || ballot.marks === null || Array.isArray(ballot.marks))
    return { field: 'marks', wanted: 'the marks of a ballot are an object' };
  if (ballot.class !== null && typeof ballot.class !== 'string')
    return { field: 'class', wanted: 'a class is its code, or null' };
  return typeof ballot.seal === 'string' ? null : { field: 'seal', wanted: 'every ballot has one' };
}

/** A line as an object that canonical JSON can spell; null for anything else. */
function parsed(text: string): Record<string, Json> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    canonicalJson(value as Json);
    return value as Record<string, Json>;
  } catch {
    return null;
  }
}

const malformed = (line: number, field: string | null, wanted: string): Refusal<PackageReason> =>
  new Refusal(
    'MALFORMED_PACKAGE',
    field === null ? `Line ${line}: ${wanted}.` : `Line ${line}, field "${field}": ${wanted}.`,
    field === null ? [] : [field],
  );
