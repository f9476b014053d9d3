import { resolve } from 'node:path';
import { type CaseResult } from './case-runner.js';
import { CASE_RUNNERS } from './case-runners.js';

/** Runs the reference cases of a folder and tells, per group, how many passed, failed and are uncovered. */
const folder = resolve(process.argv[2] ?? '../shared/cases');
const results: CaseResult[] = [];
for (const runner of CASE_RUNNERS) results.push(...(await runner.run(folder)));

const count = (of: readonly CaseResult[], status: CaseResult['status']): number =>
  of.filter((result) => result.status === status).length;

for (const group of [...new Set(results.map((result) => result.group))].sort()) {
  const own = results.filter((result) => result.group === group);
  const [passed, failed, uncovered] = [count(own, 'passed'), count(own, 'failed'), count(own, 'uncovered')];
  console.log(`${group.padEnd(24)} ${passed} passed, ${failed} failed, ${uncovered} uncovered`);
  for (const { id, status, reason } of own) {
    if (status !== 'passed') console.log(`  ${status} ${id}: ${reason ?? 'no reason given'}`);
  }
}
if (results.length === 0) console.log(`There are no cases in ${folder}.`);
console.log(`${count(results, 'uncovered')} uncovered`);
console.log(`${count(results, 'passed')} passed, ${count(results, 'failed')} failed`);
process.exitCode = count(results, 'failed') > 0 || results.length === 0 ? 1 : 0;
