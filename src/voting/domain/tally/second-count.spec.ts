import { ELECTIONS_COUNTED_TWICE, holds, nameOf } from '../../../../test/properties/case-property.js';
import { SECOND_COUNT_PROPERTIES } from '../../../../test/properties/count/second-count-properties.js';

describe(`counted twice, on ${ELECTIONS_COUNTED_TWICE} generated elections each`, () => {
  for (const property of SECOND_COUNT_PROPERTIES)
    it(nameOf(property), () => holds(property, ELECTIONS_COUNTED_TWICE));
});
