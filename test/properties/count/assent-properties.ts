import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { Ratio } from '../../../src/shared/ratio.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { tallyElection } from '../../../src/voting/domain/tally/method-registry.js';
import { type Election } from '../../../src/voting/domain/tally/tally-method.js';
import { type Chance } from '../../support/generated-elections.js';
import { type CaseProperty } from '../case-property.js';

type Outcome = Record<string, any>;
const counted = (election: Omit<Election, 'candidates' | 'seats'>): Outcome => {
  const outcome = tallyElection({ candidates: [], seats: 1, ...election });
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.message}`);
  return outcome;
};
const totalOf = (values: readonly unknown[]): string =>
  values.reduce<Ratio>((sum, value) => sum.plus(Ratio.parse(String(value))!), Ratio.zero).toString();
const weightOf = (ballots: readonly [number, unknown][]): number =>
  ballots.reduce((sum, [weight]) => sum + weight, 0);

const VOTES = ['for', 'against', 'abstain', 'blank', 'invalid', 'block'];

function thresholdElection(chance: Chance) {
  const ballots = Array.from({ length: chance.below(7) }, (): [number, string] => [
    1 + chance.below(5),
    chance.pick(VOTES),
  ]);
  const weight = weightOf(ballots) + chance.below(8);
  const options = {
    base: chance.pick(['cast', 'valid', 'eligible', 'present']),
    fraction: chance.pick(['1/2', '2/3', '3/5', '1']),
    comparison: chance.pick(['>', '>=']),
    block: chance.pick(['against', 'veto']),
    quorum: {
      counted: chance.pick(['participating', 'cast', 'for', 'present']),
      fraction: chance.pick(['1/4', '1/2']),
      comparison: chance.pick(['>', '>=']),
      measure: chance.pick(['weight', 'people']),
    },
  };
  const electorate = { people: weight, weight, present: { people: weight, weight } };
  return { method: 'threshold', options, ballots, electorate };
}

function delegationElection(chance: Chance) {
  const electors = 1 + chance.below(7);
  const all = Array.from({ length: electors }, (_, elector) => elector);
  const scopes = ['poll', 'topic', 'whole'];
  const passed = all.flatMap((from) =>
    scopes.flatMap((scope) =>
      chance.oneIn(3) ? [{ from, scope, to: chance.oneIn(6) ? null : chance.below(electors) }] : [],
    ),
  );
  const voters = all.filter(() => chance.oneIn(2));
  const ballots = voters.map((elector): [number, { elector: number; vote: string }] => [
    1,
    { elector, vote: chance.pick(['yes', 'no', 'abstain']) },
  ]);
  const options = {
    scope_precedence: scopes,
    transitive: chance.oneIn(2),
    none: chance.pick(['blocks', 'passed_over']),
    holder_cap: chance.pick([null, 0, 1, 3]),
  };
  const electorWeights = all.map(() => 1 + chance.below(3));
  return { method: 'delegation', options, ballots, electorWeights, delegations: passed };
}

const consentBallots = (chance: Chance): [number, unknown][] =>
  Array.from({ length: chance.below(7) }, (_, index): [number, unknown] => {
    if (!chance.oneIn(3)) return [1 + chance.below(4), chance.pick(['consent', 'stand_aside'])];
    // An objection is a person's: two with the same words stay two.
    const state = chance.pick(['open', 'integrated', 'answered', 'withdrawn', 'overruled', 'invalid']);
    return [1, { object: `reason ${Math.floor(index / 2)}`, state }];
  });

const property = (method: string, claim: string, check: CaseProperty['check']): CaseProperty => ({
  ...{ method, rule: method, claim, check },
});

/** Saying yes or no: majorities, consent, and votes passed on. */
export const ASSENT_PROPERTIES: readonly CaseProperty[] = [
  property('threshold', 'gives the same bytes for ballots in another order or split into ones', (chance) => {
    const election = thresholdElection(chance);
    const ones = election.ballots.flatMap(([weight, vote]) =>
      Array.from({ length: weight }, (): [number, string] => [1, vote]),
    );
    const outcome = JSON.stringify(counted(election));
    for (const ballots of [chance.shuffled(election.ballots), ones])
      strictEqual(JSON.stringify(counted({ ...election, ballots })), outcome);
  }),
  property('threshold', 'accounts for every ballot', (chance) => {
    const election = thresholdElection(chance);
    strictEqual(totalOf(Object.values(counted(election)['tally'])), String(weightOf(election.ballots)));
  }),
  property('threshold', 'never fails because a vote turned from against to for', (chance) => {
    const election = thresholdElection(chance);
    const turned = election.ballots.map(([weight, vote]): [number, string] => [
      weight,
      vote === 'against' && chance.oneIn(2) ? 'for' : vote,
    ]);
    if (counted(election)['passed']) ok(counted({ ...election, ballots: turned })['passed']);
  }),
  property('consent', 'gives the same bytes for ballots in another order', (chance) => {
    const ballots = consentBallots(chance);
    const outcome = (given: Election['ballots']): string =>
      JSON.stringify(counted({ method: 'consent', options: {}, ballots: given }));
    strictEqual(outcome(chance.shuffled(ballots)), outcome(ballots));
  }),
  property(
    'consent',
    'passes with ballots and without an open objection, and accounts for them',
    (chance) => {
      const ballots = consentBallots(chance);
      const outcome = counted({ method: 'consent', options: {}, ballots });
      const open = ballots.some(([, given]) => (given as { state?: string }).state === 'open');
      strictEqual(outcome['passed'], ballots.length > 0 && !open);
      strictEqual(totalOf(Object.values(outcome['tally'])), String(weightOf(ballots)));
    },
  ),
  property('delegation', 'gives the same bytes whatever the order of ballots and delegations', (chance) => {
    const election = delegationElection(chance);
    const mixed = {
      ...election,
      ballots: chance.shuffled(election.ballots),
      delegations: chance.shuffled(election.delegations),
    };
    strictEqual(JSON.stringify(counted(mixed)), JSON.stringify(counted(election)));
  }),
  property('delegation', 'accounts for every elector: counted once, or lost with a cause', (chance) => {
    const election = delegationElection(chance);
    const { tally, lost, lost_because, ends_at, effective_weight } = counted(election);
    const lostWeight = (lost as number[]).map((elector) => election.electorWeights[elector]!);
    const all = totalOf(election.electorWeights);
    strictEqual(totalOf([...Object.values(tally), ...lostWeight]), all);
    strictEqual(totalOf([...Object.values(effective_weight), ...lostWeight]), all);
    deepStrictEqual(Object.keys(lost_because).map(Number), lost);
    const voters = new Set(election.ballots.map(([, { elector }]) => elector));
    for (const end of Object.values(ends_at)) ok(end === null || voters.has(end as number));
    for (const voter of voters) strictEqual(ends_at[voter], voter);
  }),
];
