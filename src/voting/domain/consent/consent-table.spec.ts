import { decideConsent, type ObjectionState } from '../tally/assent/consent.js';

/** The hand-written table of the room's README: consent, stand aside, objections by what became of them, outcome. */
const table: readonly [consent: number, aside: number, objections: readonly ObjectionState[], string][] = [
  [5, 0, [], 'passed'],
  [0, 5, [], 'passed'],
  [99, 0, ['open'], 'objected'],
  [4, 0, ['integrated'], 'passed'],
  [4, 1, ['answered'], 'passed'],
  [4, 0, ['open', 'answered'], 'objected'],
  [5, 0, ['withdrawn'], 'passed'],
  [4, 0, ['overruled'], 'passed'],
  [0, 0, ['overruled'], 'passed'],
  [4, 0, ['open', 'integrated', 'answered', 'withdrawn', 'overruled'], 'objected'],
  [0, 0, [], 'no_ballots'],
];

describe('when consent is given', () => {
  it.each(table)(
    '%i consent, %i stand aside, objections %j: %s',
    (consent, standAside, objections, outcome) => {
      expect(decideConsent({ consent, standAside, objections }).outcome).toBe(outcome);
    },
  );
});
