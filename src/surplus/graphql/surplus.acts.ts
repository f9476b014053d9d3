import { defineAct, keyedReasons } from '../../platform/graphql/act.js';
import { surplusReasons as reasons } from '../domain/surplus-reasons.js';
import { mayCloseBooks, mayKeepPatronage } from '../surplus.policy.js';
import {
  PatronageCorrected,
  PatronageImported,
  PatronageRecorded,
  PeriodClosed,
  PeriodOpened,
  ResultRecorded,
} from './surplus.inputs.js';

const keepers = { who: mayKeepPatronage, whoInWords: 'a steward or a treasurer' };
const treasurer = { who: mayCloseBooks, whoInWords: 'a treasurer' };
const { PERIOD_OVERLAPS, PERIOD_NAME_TAKEN, PERIOD_NOT_OVER, PERIOD_CLOSED, RESULT_RECORDED } = reasons;
const { UNKNOWN_PARTY, SOURCE_RECORDED, ALREADY_CORRECTED, CORRECTION_IS_FINAL, FILE_HAS_ERRORS } = reasons;

export const openPeriodAct = defineAct({
  name: 'openPeriod',
  description: 'Opens a period for patronage; no day of a business line belongs to two periods.',
  done: PeriodOpened,
  reasons: { PERIOD_OVERLAPS, PERIOD_NAME_TAKEN },
  ...keepers,
});
export const closePeriodAct = defineAct({
  name: 'closePeriod',
  description: 'Makes the records of a period final and draws its seed, once and for ever.',
  done: PeriodClosed,
  reasons: { PERIOD_NOT_OVER },
  ...treasurer,
});
export const recordResultAct = defineAct({
  name: 'recordResult',
  description: 'Brings the audited result of a period into the books as surplus to appropriate.',
  done: ResultRecorded,
  reasons: { ...keyedReasons, RESULT_RECORDED, PERIOD_NOT_OVER },
  ...treasurer,
});
export const recordPatronageAct = defineAct({
  name: 'recordPatronage',
  description: 'Records patronage of one party.',
  done: PatronageRecorded,
  reasons: { ...keyedReasons, PERIOD_CLOSED, UNKNOWN_PARTY, SOURCE_RECORDED },
  ...keepers,
});
export const correctPatronageAct = defineAct({
  name: 'correctPatronage',
  description: 'Takes a record back by a counter-record, and records what it should have been.',
  done: PatronageCorrected,
  reasons: { ...keyedReasons, PERIOD_CLOSED, SOURCE_RECORDED, ALREADY_CORRECTED, CORRECTION_IS_FINAL },
  ...keepers,
});
export const importPatronageAct = defineAct({
  name: 'importPatronage',
  description: 'Records every line of a file, or none of it.',
  done: PatronageImported,
  reasons: { ...keyedReasons, PERIOD_CLOSED, FILE_HAS_ERRORS },
  ...keepers,
});
