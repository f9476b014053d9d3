import { type CaseProperty } from '../properties/case-property.js';
import { COUNT_PROPERTIES } from '../properties/count/count-properties.js';
import { SURPLUS_PROPERTIES } from '../properties/surplus/surplus-properties.js';
import { STREAMED_PROPERTIES } from '../properties/surplus/streamed-properties.js';

export type Subject = 'count' | 'surplus';

/** The same claims as the tests check, to be checked over as many cases as one has patience for. */
export const trustedClaims = (subject: Subject): readonly CaseProperty[] =>
  subject === 'count' ? COUNT_PROPERTIES : [...SURPLUS_PROPERTIES, ...STREAMED_PROPERTIES];
