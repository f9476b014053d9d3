import type { Figure } from '../figure.js';
import { budgetRound } from './budget.figure.js';
import { cast, castPgbench } from './cast.figure.js';
import { close } from './close.figure.js';
import { distributeFigures } from './distribute.figures.js';
import { growthFigures } from './growth.figures.js';
import { page, pagePeer } from './page.figure.js';
import { start } from './start.figure.js';
import { tallyFigures } from './tally.figures.js';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [
  page,
  pagePeer,
  cast,
  castPgbench,
  close,
  start,
  ...tallyFigures,
  budgetRound,
  ...distributeFigures,
  ...growthFigures,
];
