import type { Figure } from '../figure.js';
import { page } from './page.figure.js';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [page];
