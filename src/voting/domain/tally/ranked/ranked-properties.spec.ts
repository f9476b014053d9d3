import { ELECTIONS_PER_CLAIM, holds, nameOf } from '../../../../../test/properties/case-property.js';
import { PROMISE_PROPERTIES } from '../../../../../test/properties/count/promise-properties.js';
import { RANKED_PROPERTIES } from '../../../../../test/properties/count/ranked-properties.js';

describe(`methods on rankings, on ${ELECTIONS_PER_CLAIM} generated elections for each claim`, () => {
  for (const property of [...RANKED_PROPERTIES, ...PROMISE_PROPERTIES])
    it(nameOf(property), () => holds(property, ELECTIONS_PER_CLAIM));
});
