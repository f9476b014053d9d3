import { SURPLUSES_SHARED } from '../case-property.js';
import { itHolds } from '../checked-apart.js';
import { STREAMED_PROPERTIES } from './streamed-properties.js';
import { POOL_PROPERTIES, SHARING_PROPERTIES } from './surplus-properties.js';

describe('the sharing of generated surpluses', () => {
  itHolds('surplus', [
    [SHARING_PROPERTIES, SURPLUSES_SHARED],
    [[...POOL_PROPERTIES, ...STREAMED_PROPERTIES], SURPLUSES_SHARED / 4],
  ]);
});
