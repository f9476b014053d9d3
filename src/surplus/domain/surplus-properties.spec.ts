import { holds, nameOf, SURPLUSES_SHARED } from '../../../test/properties/case-property.js';
import { STREAMED_PROPERTIES } from '../../../test/properties/surplus/streamed-properties.js';
import { SHARING_PROPERTIES, POOL_PROPERTIES } from '../../../test/properties/surplus/surplus-properties.js';

describe('the sharing of generated surpluses', () => {
  for (const property of SHARING_PROPERTIES)
    it(`${nameOf(property)} (${SURPLUSES_SHARED} cases)`, () => holds(property, SURPLUSES_SHARED));
  for (const property of [...POOL_PROPERTIES, ...STREAMED_PROPERTIES])
    it(nameOf(property), () => holds(property, SURPLUSES_SHARED / 4));
});
