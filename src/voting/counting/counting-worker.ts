import { parentPort, workerData } from 'node:worker_threads';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import { BatchCount, type FactsBeforeBallots, type WrittenGroup } from '../domain/batch-count.js';
import { recordedCount, type RecordedCount } from '../domain/recorded-count.js';

/** What the thread is told at its start: the rule in its stored form, which is plain data. */
export type FactsOfThread = Omit<FactsBeforeBallots, 'rule'> & { readonly rule: unknown };
/** Groups to take in, or null when there are no more. */
export type AskedOfThread = readonly WrittenGroup[] | null;
/** Null when the groups are taken in; the count after the last. */
export type AnswerOfThread = RecordedCount | null;

const facts = workerData as FactsOfThread;
const count = new BatchCount({ ...facts, rule: storedPolicy(facts.rule) });

parentPort?.on('message', (groups: AskedOfThread) => {
  if (groups) count.add(groups);
  const answer: AnswerOfThread = groups ? null : recordedCount(count.count(), facts.electorate);
  parentPort?.postMessage(answer);
});
