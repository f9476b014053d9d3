import { ELECTIONS_COUNTED_TWICE } from '../case-property.js';
import { itHolds } from '../checked-apart.js';
import { SECOND_COUNT_PROPERTIES } from './second-count-properties.js';

describe('generated elections counted twice', () => {
  itHolds('count', [[SECOND_COUNT_PROPERTIES, ELECTIONS_COUNTED_TWICE]]);
});
