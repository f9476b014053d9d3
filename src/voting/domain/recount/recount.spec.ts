import { createHash } from 'node:crypto';
import { parseDecisionPolicy, policyToJson } from '../../../membership/domain/decision-policy.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { storedMarks } from '../ballots/ballot-marks.js';
import { ballotsHashOf } from '../check-code.js';
import { countPoll, type MarkGroup } from '../count-poll.js';
import { electorateToJson } from '../counted-electorate.js';
import { drawOrder } from '../tally/tie-break.js';
import { lineOf, recountFormat, sealOf, type RecountBallot } from './recount-package.js';
import { everybody, recountPackage, recordedResult, type Recount } from './recount.js';

const written = {
  ...{ body: 'general-assembly', method: 'irv', methodVersion: 1, threshold: null, classMajorities: [] },
  ...{ classCaps: [], block: 'forbidden', seats: 1, minimumOptions: 2, maximumOptions: 20 },
  quorum: { measure: 'people', fraction: '1/10', counting: ['ballots'] },
  options: { tie_break: { mode: 'fixed_order' } },
  ...{ delegation: { allowed: false }, objections: null, dissentDays: 0, earlyDecision: 'never' },
  ...{ noticeDays: 0, minimumDurationHours: 1, maximumDurationHours: 100, mayOpen: ['author'] },
  ...{ visibility: 'confidential', resultsBeforeClose: false, mayExtend: false, effectiveAfterDays: 0 },
};
const parsed = parseDecisionPolicy(written);
if (isRefusal(parsed)) throw new Error(parsed.details.join(' '));
const policy = parsed;
const labels = ['Ana', 'Berta', 'Clara'];
const rankings = [
  [[0], [1]],
  [[0], [2]],
  [[1], [0]],
  [[1], [2]],
  [[2], [1]],
];

const codeOf = (place: number): string => createHash('sha256').update(`ballot ${place}`).digest('hex');
const weightMillionths = '1000000';
const ballots: RecountBallot[] = rankings
  .map((ranking, place) => ({
    code: codeOf(place),
    class: null,
    weightMillionths,
    marks: { ranking },
  }))
  .sort((a, b) => (a.code < b.code ? -1 : 1))
  .map((content) => ({ ...content, seal: sealOf(content) }));

/** The lines of a package, as the server writes them. */
function packageOf(list: readonly RecountBallot[], recorded: readonly RecountBallot[] = list): string[] {
  const electorate = {
    perClass: [{ classCode: everybody, people: 20n, weightMillionths: 20_000_000n }],
    withdrawn: { people: 0n, weightMillionths: 0n },
  };
  const groups = recorded.map(({ marks }): MarkGroup => ({
    ...{ marks: storedMarks(marks), classCode: everybody, weightMillionths: 1_000_000n, people: 1n },
  }));
  const counted = countPoll(policy, labels, electorate, groups, drawOrder('seed', labels.length));
  const head = {
    format: recountFormat,
    cooperative: { slug: 'coop', name: 'Coop' },
    poll: { id: 'p', question: 'Who speaks for us?', method: 'irv', methodVersion: 1, seats: 1 },
    rule: { key: 'decision-policy/choice', version: 1, article: 'Article 9', policy: policyToJson(policy) },
    ...{ options: labels, tieSeed: 'seed', objections: [] },
    electorate: electorateToJson(electorate, counted),
  };
  const foot = {
    ballots: recorded.length,
    ballotsHash: ballotsHashOf(
      recorded.map(({ code, marks }) => ({
        ...{ checkCode: code, marks: storedMarks(marks), weightMillionths: 1_000_000n },
      })),
    ),
    result: recordedResult(counted),
  };
  const lines = [head, ...list, foot].map(lineOf);
  const checksum = createHash('sha256').update(lines.join('')).digest('hex');
  return [...lines.slice(0, -1), lineOf({ ...foot, checksum })].map((line) => line.trimEnd());
}

async function* each(lines: readonly string[]): AsyncIterable<string> {
  for (const line of lines) yield await Promise.resolve(line);
}
const recount = async (lines: readonly string[]): Promise<Recount> => {
  const found = await recountPackage(each(lines));
  if (isRefusal(found)) throw new Error(found.message);
  return found;
};
const refused = async (lines: readonly string[]): Promise<Refusal> =>
  (await recountPackage(each(lines))) as Refusal;

/** Clara’s only supporter, turned round. */
const turned = (ballot: RecountBallot): RecountBallot =>
  JSON.stringify(ballot.marks) === JSON.stringify({ ranking: [[2], [1]] })
    ? { ...ballot, marks: { ranking: [[2], [0]] } }
    : ballot;
const resealed = ({ seal: _, ...content }: RecountBallot): RecountBallot => ({
  ...content,
  seal: sealOf(content),
});

describe('the recount of a poll', () => {
  it('of the package as it was written is identical', async () => {
    const found = await recount(packageOf(ballots));
    expect(found).toMatchObject({ verdict: 'identical', ballots: 5, outcome: 'decided', altered: [] });
    expect(found.difference).toBeNull();
  });

  it('finds the ballot that was altered by its seal, and the round in which the result parts', async () => {
    const altered = ballots.map(turned);
    const line = altered.findIndex((ballot, place) => ballot !== ballots[place]) + 2;
    const found = await recount(packageOf(altered, ballots));
    expect(found.verdict).toBe('altered');
    expect(found.altered[0]).toContain(`Line ${line}: the ballot ${altered[line - 2]!.code}`);
    expect(found.altered[1]).toContain('their hash is another');
    expect(found.difference).toMatchObject({ round: 2 });
  });

  it('finds a ballot that was altered and sealed anew, by the hash of the list', async () => {
    const found = await recount(packageOf(ballots.map(turned).map(resealed), ballots));
    expect(found.verdict).toBe('altered');
    expect(found.altered).toEqual([
      'The ballots in the list are not those that were counted: their hash is another.',
    ]);
  });

  it('finds a result that was altered while the ballots were left alone', async () => {
    const lines = packageOf(ballots);
    const foot = JSON.parse(lines.at(-1)!) as { result: { winners: number[] } };
    foot.result.winners = [2];
    const found = await recount([...lines.slice(0, -1), JSON.stringify(foot)]);
    expect(found).toMatchObject({ verdict: 'altered', difference: { path: 'winners[0]', recorded: 2 } });
    expect(found.altered).toEqual(['The checksum is not that of this file: something in it was changed.']);
  });

  it('differs where everything was forged alike, and shows the hash by which the record tells', async () => {
    const honest = await recount(packageOf(ballots));
    const forged = await recount(packageOf(ballots.map(turned).map(resealed)));
    expect(forged.verdict).toBe('identical');
    expect(forged.ballotsHash).not.toBe(honest.ballotsHash);
  });

  it('says that a ballot is missing, or stands twice', async () => {
    const missing = await recount(packageOf(ballots.slice(1), ballots));
    expect(missing.altered).toContain('The list has 4 ballots and says it has 5.');
    const twice = await recount(packageOf([ballots[0]!, ...ballots], ballots));
    expect(twice.altered[0]).toBe(`The ballot ${ballots[0]!.code} stands in the list twice.`);
  });

  it('refuses what is no package, naming line and field', async () => {
    const lines = packageOf(ballots);
    expect((await refused([])).message).toBe('Line 1: the file is empty.');
    expect((await refused(['{"format":"another"}'])).message).toContain('Line 1, field "format"');
    expect((await refused(lines.slice(0, 3))).message).toContain('the file ends before its last line');
    expect((await refused([lines[0]!, '{"code":"x"}'])).message).toContain('Line 2, field "code"');
    expect((await refused([lines[0]!, 'not json'])).message).toBe('Line 2: it is not a JSON object.');
    expect((await refused([...lines, lines[1]!])).message).toContain('something stands after the last line');
    const strange = lines[1]!.replace('"ranking"', '"poem"');
    expect((await refused([lines[0]!, strange, ...lines.slice(2)])).reason).toBe('UNCOUNTABLE_PACKAGE');
  });
});
