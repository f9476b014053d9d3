import { type CaseRunner } from './case-runner.js';
import { pabulibCases } from './pabulib-cases.js';
import { surplusCases } from './surplus-cases.js';
import { tallyCases } from './tally-cases.js';

/** Every kind of case that can be run; a new kind is one line here. */
export const CASE_RUNNERS: readonly CaseRunner[] = [tallyCases, pabulibCases, surplusCases];
