import { Chance } from '../../../../../test/support/generated-elections.js';
import { tallyElection } from '../method-registry.js';
import { type Election, type RuleOptions } from '../tally-method.js';

/** An elector who has not voted yet: class and weight. */
interface Elector {
  readonly class: string;
  readonly weight: number;
}
type Vote = readonly [weight: number, ballot: { vote: string; class: string; people: number }];

const classes = ['workers', 'users'] as const;

function outcomeOf(
  options: RuleOptions,
  electors: readonly Elector[],
  votes: readonly Vote[],
  closed: boolean,
) {
  const of = (name: string) => {
    const those = electors.filter((elector) => elector.class === name);
    return { people: those.length, weight: those.reduce((sum, { weight }) => sum + weight, 0) };
  };
  const election: Election = {
    ...{ method: 'threshold', options, ballots: votes, candidates: [], seats: 1, closed },
    electorate: { classes: Object.fromEntries(classes.map((name) => [name, of(name)])) },
  };
  const outcome = tallyElection(election) as { outcome: string };
  // Blocked is one way of not passing.
  return outcome.outcome === 'blocked' ? 'failed' : outcome.outcome;
}

/** Every way in which those who have not voted may still vote, or stay away. */
function* completions(left: readonly Elector[], says: readonly string[]): Generator<Vote[]> {
  const [first, ...others] = left;
  if (!first) {
    yield [];
    return;
  }
  for (const rest of completions(others, says)) {
    yield rest;
    for (const vote of says) yield [[first.weight, { vote, class: first.class, people: 1 }], ...rest];
  }
}

function generatedRule(chance: Chance): RuleOptions {
  const part = () => ({
    base: chance.pick(['cast', 'valid', 'eligible']),
    fraction: chance.pick(['0', '1/3', '1/2', '2/3', '1']),
    comparison: '>=',
  });
  const all = chance.oneIn(2) ? { ...part(), fraction: '1/2', comparison: '>' } : part();
  return {
    ...all,
    class_majorities: chance.oneIn(3) ? [{ class: 'workers', ...part() }] : [],
    quorum: {
      counted: chance.pick(['for', 'cast', 'participating', ['abstain'], ['against', 'blank']]),
      fraction: chance.pick(['0', '1/4', '1/2', '3/4']),
      comparison: '>=',
      measure: chance.pick(['people', 'weight']),
    },
    block: chance.pick(['forbidden', 'against', 'veto']),
    blocks_needed: 1 + chance.below(2),
    early_decision: 'certain',
  };
}

describe('a vote that is decided before its close', () => {
  it('is one that every way of voting of those who have not voted leaves as it is, and every such vote is', () => {
    const chance = new Chance(41);
    let [early, open] = [0, 0];
    for (let n = 0; n < 1_500; n++) {
      const options = generatedRule(chance);
      const says = [
        'for',
        'against',
        'abstain',
        'blank',
        ...(options['block'] === 'forbidden' ? [] : ['block']),
      ];
      const electors = Array.from({ length: 2 + chance.below(6) }, () => ({
        class: chance.pick(classes),
        weight: 1 + chance.below(3),
      }));
      const left = electors.slice(0, chance.below(Math.min(4, electors.length)));
      const cast = electors.slice(left.length).map(({ weight, ...one }): Vote => {
        const vote = chance.pick(says);
        return [weight, { vote, class: one.class, people: 1 }];
      });
      const now = outcomeOf(options, electors, cast, false);
      const ends = new Set<string>();
      for (const more of completions(left, says))
        ends.add(outcomeOf(options, electors, [...cast, ...more], true));
      if (ends.size === 1) expect([n, options, [...ends]]).toEqual([n, options, [now]]);
      else expect([n, options, now]).toEqual([n, options, 'open']);
      if (now === 'open') open++;
      else early++;
    }
    expect(Math.min(early, open)).toBeGreaterThan(200);
  });

  it('is not without a quorum while those who have not voted could reach it', () => {
    const electors = Array.from({ length: 4 }, () => ({ class: 'workers', weight: 1 }));
    const rule = { base: 'cast', fraction: '1/2', comparison: '>', early_decision: 'certain' };
    const quorum = { counted: ['abstain'], fraction: '1/4', comparison: '>=', measure: 'people' };
    const votes: Vote[] = [[3, { vote: 'for', class: 'workers', people: 3 }]];
    expect(outcomeOf({ ...rule, quorum }, electors, votes, false)).toBe('open');
    const half = { ...quorum, fraction: '1/2' };
    expect(outcomeOf({ ...rule, quorum: half }, electors, votes, false)).toBe('no_quorum');
  });
});
