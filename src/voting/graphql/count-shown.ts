import type { CountResult } from '../domain/results/read-result.js';
import { consentShown, gradientsShown, thresholdShown } from './assent-count-shown.js';
import { bordaShown, judgmentShown, marksShown, pointsShown, starShown } from './choosing-count-shown.js';
import type { Options } from './count-common-shown.js';
import { pairwiseShown, runoffShown } from './ranked-count-shown.js';

/** A typed result as the API publishes it: options with their names, numbers as exact text. Nothing is calculated. */
export function countShown(result: CountResult, options: Options): object {
  switch (result.family) {
    case 'threshold':
      return thresholdShown(result);
    case 'consent':
      return consentShown(result);
    case 'gradients':
      return gradientsShown(result);
    case 'marks':
      return marksShown(result, options);
    case 'points':
      return pointsShown(result, options);
    case 'borda':
      return bordaShown(result, options);
    case 'star':
      return starShown(result, options);
    case 'judgment':
      return judgmentShown(result, options);
    case 'runoff':
      return runoffShown(result, options);
    case 'pairwise':
      return pairwiseShown(result, options);
  }
}
