import { type CaseProperty } from '../case-property.js';
import { ASSENT_PROPERTIES } from './assent-properties.js';
import { FUND_PROPERTIES } from './fund-properties.js';
import { MARK_PROPERTIES } from './mark-properties.js';
import { PROMISE_PROPERTIES } from './promise-properties.js';
import { RANKED_PROPERTIES } from './ranked-properties.js';
import { SECOND_COUNT_PROPERTIES } from './second-count-properties.js';

/** Every claim about every method of counting. */
export const COUNT_PROPERTIES: readonly CaseProperty[] = [
  ...RANKED_PROPERTIES,
  ...PROMISE_PROPERTIES,
  ...MARK_PROPERTIES,
  ...ASSENT_PROPERTIES,
  ...FUND_PROPERTIES,
  ...SECOND_COUNT_PROPERTIES,
];
