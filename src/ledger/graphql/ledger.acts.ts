import { defineAct, keyedReasons } from '../../platform/graphql/act.js';
import { ledgerReasons } from '../domain/book.js';
import { mayReverseEntry } from '../ledger.policy.js';
import { EntryReversed } from './ledger.types.js';

export const reverseEntryAct = defineAct({
  name: 'reverseEntry',
  description: 'Undoes an entry of the books by its mirror, once, with the reason. Nothing is erased.',
  done: EntryReversed,
  reasons: {
    ...keyedReasons,
    ALREADY_REVERSED: ledgerReasons.ALREADY_REVERSED,
    REVERSAL_IS_FINAL: ledgerReasons.REVERSAL_IS_FINAL,
    REVERSAL_KEPT_ELSEWHERE: ledgerReasons.REVERSAL_KEPT_ELSEWHERE,
  },
  who: mayReverseEntry,
  whoInWords: 'a treasurer',
});
