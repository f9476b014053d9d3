import { type Outcome } from '../tally/tally-method.js';
import {
  readConsentResult,
  readGradientsResult,
  readThresholdResult,
  type ConsentResult,
  type GradientsResult,
  type ThresholdResult,
} from './assent-result.js';
import { readJudgmentResult, type JudgmentResult } from './judgment-result.js';
import { OutcomeFields } from './outcome-fields.js';
import { readPairwiseResult, type PairwiseResult } from './pairwise-result.js';
import { readRunoffResult, type RunoffResult } from './runoff-result.js';
import { readStarResult, type StarResult } from './star-result.js';
import {
  readBordaResult,
  readMarksResult,
  readPointsResult,
  type BordaResult,
  type MarksResult,
  type PointsResult,
} from './totals-result.js';

/** A count as typed data; `family` tells which. Options are positions, numbers exact. */
export type CountResult =
  | ThresholdResult
  | ConsentResult
  | GradientsResult
  | MarksResult
  | StarResult
  | JudgmentResult
  | PointsResult
  | BordaResult
  | RunoffResult
  | PairwiseResult;

/** The counts that choose among options. */
export type ChoosingResult = Exclude<CountResult, ThresholdResult | ConsentResult | GradientsResult>;

/**
 * Reads the outcome of the engine's count by `method`, as it was counted or as it was stored. Pure; the same for
 * the server, a recount and the command line. Throws where it does not read: outcomes are written by us alone.
 */
export function readResult(method: string, outcome: Outcome): CountResult {
  const fields = OutcomeFields.of(outcome);
  switch (method) {
    case 'threshold':
      return readThresholdResult(fields);
    case 'consent':
      return readConsentResult(fields);
    case 'gradients':
      return readGradientsResult(fields);
    case 'choice':
    case 'approval':
    case 'score':
      return readMarksResult(method, fields);
    case 'star':
      return readStarResult(fields);
    case 'majority-judgment':
      return readJudgmentResult(fields);
    case 'dots':
    case 'weighted-split':
    case 'quadratic':
      return readPointsResult(method, fields);
    case 'borda':
      return readBordaResult(fields);
    case 'irv':
    case 'stv':
      return readRunoffResult(method, fields);
    case 'schulze':
    case 'ranked-pairs':
    case 'minimax':
    case 'copeland':
      return readPairwiseResult(method, fields);
    default:
      throw new Error(`there is no typed result of the method ${method}`);
  }
}

/** Whether the count chooses among options, rather than deciding one question. */
export const isChoosing = (result: CountResult): result is ChoosingResult => 'elected' in result;
