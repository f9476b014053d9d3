import { ELECTIONS_PER_CLAIM, holds, nameOf } from '../../../../test/properties/case-property.js';
import { ASSENT_PROPERTIES } from '../../../../test/properties/count/assent-properties.js';
import { COUNT_PROPERTIES } from '../../../../test/properties/count/count-properties.js';
import { FUND_PROPERTIES } from '../../../../test/properties/count/fund-properties.js';
import { MARK_PROPERTIES } from '../../../../test/properties/count/mark-properties.js';
import { TALLY_METHODS } from './method-registry.js';

describe(`marks, points, assent and funds, on ${ELECTIONS_PER_CLAIM} generated elections for each claim`, () => {
  for (const property of [...MARK_PROPERTIES, ...ASSENT_PROPERTIES, ...FUND_PROPERTIES])
    it(nameOf(property), () => holds(property, ELECTIONS_PER_CLAIM));

  it('leaves no method without a claim', () => {
    const claimed = new Set(COUNT_PROPERTIES.map(({ method }) => method));
    expect(TALLY_METHODS.map(({ name }) => name).filter((name) => !claimed.has(name))).toEqual([]);
  });
});
