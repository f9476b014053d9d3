import { type CaseAdapter, type NeutralCase } from './case-adapter.js';
import { delegationCases, thresholdCases } from './assent-cases.js';
import { equalSharesCases, greedyCases, phragmenCases } from './fund-cases.js';
import { bordaCases, copelandCases, minimaxCases, rankedPairsCases, schulzeCases } from './pairwise-cases.js';
import { approvalCases, choiceCases, scoreCases, starCases } from './point-cases.js';
import { irvCases, stvCases } from './runoff-cases.js';

/** The adapters of all methods; a new one is one line here. */
export const CASE_ADAPTERS: readonly CaseAdapter[] = [
  irvCases,
  stvCases,
  schulzeCases,
  rankedPairsCases,
  minimaxCases,
  copelandCases,
  bordaCases,
  thresholdCases,
  delegationCases,
  choiceCases,
  approvalCases,
  scoreCases,
  starCases,
  greedyCases,
  equalSharesCases,
  phragmenCases,
];

const asWritten = (method: string): CaseAdapter => ({
  method,
  toElection: ({ options, seats, candidates, ballots }: NeutralCase) => ({
    method,
    options,
    seats,
    candidates,
    ballots,
  }),
});

/** The adapter of a method; one without its own is read as written. */
export const adapterOf = (method: string): CaseAdapter =>
  CASE_ADAPTERS.find((adapter) => adapter.method === method) ?? asWritten(method);
