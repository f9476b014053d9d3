import { Ratio } from '../../../../shared/ratio.js';
import { refuseTally, type Election, type ExactWeight, type TallyRefusal } from '../tally-method.js';
import {
  countedForQuorum,
  countOf,
  NOBODY,
  together,
  VOTES,
  type ClassCount,
  type Tallied,
  type ThresholdCount,
  type Vote,
} from './threshold-count.js';
import { isHeadcount, type ThresholdRule } from './threshold-rule.js';

const SHORT_FORMS = new Map<unknown, Vote>([
  [0, 'for'],
  [1, 'against'],
  ['yes', 'for'],
  ['no', 'against'],
]);

/**
 * Reads who may vote and how they voted. A ballot is a vote (0 or `for`, 1 or `against`, `abstain`, `blank`,
 * `invalid`, `block`) or `{vote, class, people}`; `people` is how many electors the group is, by default its
 * weight. The electorate is `eligibleWeight`, or `electorate`: `{people, weight, present: {people, weight}}` or
 * `{classes: {name: the same}}`. Refuses votes that weigh more than the electorate, classes that it does not
 * have, and a rule on those present where attendance is not recorded.
 */
export function readThresholdCount(election: Election, rule: ThresholdRule): ThresholdCount | TallyRefusal {
  const electorate = readElectorate(election);
  if (typeof electorate === 'string') return refuseTally('INVALID_ELECTORATE', electorate);
  const count = new Map<string, ClassCount>();
  for (const [name, { eligible, present }] of electorate) {
    const votes = Object.fromEntries(VOTES.map((vote) => [vote, NOBODY])) as Record<Vote, Tallied>;
    count.set(name, { eligible, present, votes });
  }
  for (const [group, weight, ballot] of mergePlainVotes(election.ballots)) {
    const read = readVote(ballot, exactWeight(weight), rule);
    const fault =
      typeof read === 'string'
        ? read
        : count.has(read.class)
          ? null
          : `is of the unknown class "${read.class}"`;
    if (fault !== null || typeof read === 'string') {
      const reason = exactWeight(weight) === null ? 'INVALID_WEIGHT' : 'INVALID_BALLOT';
      return refuseTally(reason, `Ballot ${group} ${fault}.`, [`ballots[${group}]`]);
    }
    const one = count.get(read.class)!;
    const votes = { ...one.votes, [read.vote]: together([one.votes[read.vote], read.tallied]) };
    count.set(read.class, { ...one, votes });
  }
  return refuseContradictions(count, rule) ?? count;
}

/**
 * Votes that are a word or a number alone, with whole weights, are added up by what they say before anything
 * else: a large poll has few different ones. Each entry keeps the number of the first ballot that said it.
 */
function mergePlainVotes(ballots: Election['ballots']): [number, ExactWeight, unknown][] {
  const merged = new Map<unknown, { group: number; weight: number }>();
  const entries: [number, ExactWeight, unknown][] = [];
  for (let group = 0; group < ballots.length; group++) {
    const [weight, ballot] = ballots[group]!;
    const plain = typeof ballot === 'string' || typeof ballot === 'number';
    const known = plain ? merged.get(ballot) : undefined;
    const sum = typeof weight === 'number' ? weight + (known?.weight ?? 0) : NaN;
    if (!plain || !Number.isSafeInteger(sum) || !Number.isSafeInteger(weight) || Number(weight) < 0) {
      entries.push([group, weight, ballot]);
    } else if (known) {
      known.weight = sum;
    } else {
      merged.set(ballot, { group, weight: sum });
    }
  }
  for (const [ballot, { group, weight }] of merged) entries.push([group, weight, ballot]);
  return entries.sort((a, b) => a[0] - b[0]);
}

function refuseContradictions(count: ThresholdCount, rule: ThresholdRule): TallyRefusal | null {
  // Where nobody is counted by head, a group may stand for any number of people.
  const byPeople = [...rule.majorities, ...rule.quorums].some(({ measure }) => measure === 'people');
  for (const [name, one] of count) {
    const voted = countedForQuorum(one, 'participating');
    const tooMany = byPeople && one.eligible.people.isLessThan(voted.people);
    if (tooMany || one.eligible.weight.isLessThan(voted.weight)) {
      const who = name === '' ? 'electors' : `electors of the class "${name}"`;
      return refuseTally('INVALID_ELECTORATE', `More ${who} voted than are eligible.`);
    }
  }
  const parts = [...rule.majorities, ...rule.quorums];
  const named = [...parts.map(({ of }) => of), ...rule.caps.map((cap) => cap.class)];
  const unknown = named.find((name) => name !== null && !count.has(name));
  if (unknown !== undefined) {
    return refuseTally(
      'INVALID_ELECTORATE',
      `The rule names the class "${unknown}", which the electorate does not have.`,
    );
  }
  const onPresence = [
    ...rule.majorities.filter(({ base }) => base === 'present'),
    ...rule.quorums.filter(({ counted }) => counted === 'present'),
  ].find(({ of }) => countOf(count, of).present === null);
  return onPresence
    ? refuseTally('INVALID_ELECTORATE', 'The rule counts those present, and attendance is not recorded.')
    : null;
}

type Entitled = Pick<ClassCount, 'eligible' | 'present'>;

function readElectorate(election: Election): Map<string, Entitled> | string {
  const { electorate, eligibleWeight } = election;
  if (electorate === undefined) {
    const weight = exactWeight(eligibleWeight);
    if (weight === null) return 'Nobody says how much weight is eligible: give the electorate.';
    return new Map([['', { eligible: { weight, people: Ratio.of(weight.floor()) }, present: null }]]);
  }
  if (typeof electorate !== 'object' || electorate === null)
    return 'The electorate is {people, weight} or {classes}.';
  const classes = (electorate as { classes?: unknown }).classes ?? { '': electorate };
  if (typeof classes !== 'object' || classes === null || Array.isArray(classes))
    return 'The classes of the electorate are an object by name.';
  const read = new Map<string, Entitled>();
  for (const [name, group] of Object.entries(classes as Record<string, unknown>)) {
    const eligible = readTallied(group);
    const presence = (group as { present?: unknown } | null)?.present;
    const present = presence === undefined ? null : readTallied(presence);
    if (eligible === null || (presence !== undefined && present === null)) {
      return `The electorate${name === '' ? '' : ` of class "${name}"`} needs people (a whole number) and weight (exact), for those present too.`;
    }
    read.set(name, { eligible, present });
  }
  return read;
}

function readTallied(value: unknown): Tallied | null {
  if (typeof value !== 'object' || value === null) return null;
  const { people, weight } = value as { people?: unknown; weight?: unknown };
  const exact = exactWeight(weight ?? people);
  if (exact === null || (people !== undefined && !isHeadcount(people))) return null;
  return { weight: exact, people: people === undefined ? Ratio.of(exact.floor()) : Ratio.of(BigInt(people)) };
}

function readVote(
  ballot: unknown,
  weight: Ratio | null,
  rule: ThresholdRule,
): { vote: Vote; class: string; tallied: Tallied } | string {
  if (weight === null) return 'has no exact weight of zero or more';
  const record =
    typeof ballot === 'object' && ballot !== null ? (ballot as Record<string, unknown>) : { vote: ballot };
  const { vote: written, class: named = '', people, ...unknown } = record;
  const surplus = Object.keys(unknown)[0];
  if (surplus !== undefined) return `has the unknown field "${surplus}"`;
  const vote = SHORT_FORMS.get(written) ?? VOTES.find((known) => known === written);
  if (!vote) return `says ${JSON.stringify(written)}, which is none of ${VOTES.join(', ')}`;
  if (vote === 'block' && rule.block === 'forbidden') return 'blocks, which this rule does not have';
  if (typeof named !== 'string') return 'names no class by name';
  if (people !== undefined && !isHeadcount(people)) return 'does not say a whole number of people';
  const heads = people === undefined ? Ratio.of(weight.ceil()) : Ratio.of(BigInt(people));
  return { vote, class: named, tallied: { weight, people: weight.isZero() ? Ratio.zero : heads } };
}

function exactWeight(weight: unknown): Ratio | null {
  const exact =
    weight instanceof Ratio
      ? weight
      : typeof weight === 'bigint' || (typeof weight === 'number' && Number.isSafeInteger(weight))
        ? Ratio.of(BigInt(weight))
        : null;
  return exact === null || exact.isNegative() ? null : exact;
}
