import { exitSchema, lossStepSchema, checkSchema, waterfallSchema } from '../input/policy-schema.js';
import {
  count,
  date,
  list,
  object,
  oneOf,
  optional,
  proportion,
  table,
  text,
  type Read,
} from '../input/reader.js';

/**
 * The rules of one jurisdiction as data, in the words of the input format, so that whoever knows the law can
 * read them. A preset is not legal advice: it warns until the cooperative records who checked it
 * (`policy.presetChecked`). What was read only in a secondary source is an `unverified` check, never enforced.
 */
export const presetSchema = object({
  id: text,
  name: text,
  /** The law as read. */
  source: text,
  /** Date of the text that was read, or of the law itself when only a secondary source was. */
  lawVersionDate: date,
  /** How far the source carries: the statute itself, guidance, or somebody's account of it. */
  evidence: oneOf('statute', 'guidance', 'secondary', 'template'),
  /** The project checks nobody's law; a cooperative records its own check. */
  checkedBy: optional(text),
  waterfall: waterfallSchema,
  loss: optional(list(lossStepSchema)),
  exit: optional(exitSchema),
  /** Reserves that never bear a loss, and for how many years one may be carried forward. */
  lossLimits: optional(object({ never: optional(list(text)), carryForwardYears: optional(count) })),
  /** Highest deduction from what a leaving member is paid, by reason; what a broken minimum stay adds; of what. */
  exitDeductionLimits: optional(
    table(object({ rate: proportion, breach: optional(proportion), on: optional(oneOf('mandatory')) })),
  ),
  noticeMinimumCash: optional(proportion),
  checks: list(checkSchema),
});
export type Preset = Read<typeof presetSchema>;

/** Reads a preset of this folder. A mistake in one is a bug of the program, so it throws. */
export function definePreset(document: unknown): Preset {
  const problems: string[] = [];
  const preset = presetSchema(document, '', problems);
  if (problems.length > 0) throw new TypeError(problems.join('; '));
  return preset;
}
