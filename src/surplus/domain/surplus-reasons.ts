/** Every reason for which periods, patronage and distributions say no. */
export const surplusReasons = {
  PERIOD_OVERLAPS: 'Another period of the same business line covers some of these days.',
  PERIOD_NAME_TAKEN: 'Another period has this name.',
  PERIOD_NOT_OVER: 'The period has not ended yet.',
  PERIOD_OPEN: 'The period is still open: its records can still change.',
  PERIOD_CLOSED: 'The period is closed: its records are final.',
  NO_RESULT: 'The audited result of the period has not been recorded.',
  RESULT_RECORDED: 'Another result is already recorded for this period.',
  SURPLUS_TOO_SMALL: 'The surplus that is left to appropriate is smaller than the amount.',
  NO_PATRONAGE: 'Nobody has patronage of this kind in the period.',
  UNKNOWN_PARTY: 'No party is kept under this reference.',
  SOURCE_RECORDED: 'A record with this source already exists in the period.',
  ALREADY_CORRECTED: 'The record has been corrected already.',
  CORRECTION_IS_FINAL: 'A counter-record is not corrected: the patronage is recorded anew.',
  FILE_HAS_ERRORS: 'The file has errors; nothing was written.',
} as const;
export type SurplusReason = keyof typeof surplusReasons | 'INVALID_INPUT' | 'NOT_FOUND';
