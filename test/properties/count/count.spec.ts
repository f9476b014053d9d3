import { TALLY_METHODS } from '../../../src/voting/domain/tally/method-registry.js';
import { ELECTIONS_PER_CLAIM } from '../case-property.js';
import { itHolds } from '../checked-apart.js';
import { ASSENT_PROPERTIES } from './assent-properties.js';
import { COUNT_PROPERTIES } from './count-properties.js';
import { FUND_PROPERTIES } from './fund-properties.js';
import { MARK_PROPERTIES } from './mark-properties.js';
import { PROMISE_PROPERTIES } from './promise-properties.js';
import { RANKED_PROPERTIES } from './ranked-properties.js';

describe('the counting of generated elections', () => {
  const properties = [
    ...[...RANKED_PROPERTIES, ...PROMISE_PROPERTIES],
    ...[...MARK_PROPERTIES, ...ASSENT_PROPERTIES, ...FUND_PROPERTIES],
  ];
  itHolds('count', [[properties, ELECTIONS_PER_CLAIM]]);

  it('leaves no method without a claim', () => {
    const claimed = new Set(COUNT_PROPERTIES.map(({ method }) => method));
    expect(TALLY_METHODS.map(({ name }) => name).filter((name) => !claimed.has(name))).toEqual([]);
  });
});
