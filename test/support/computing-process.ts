/**
 * A process that carries out the computations of runs that wait, and nothing else, until it is killed.
 * Run by a test; the addresses of the database come in the environment.
 */
import { Bylaws } from '../../src/membership/bylaws.js';
import { MemberRegister } from '../../src/membership/member-register.js';
import { RuleCheckers } from '../../src/membership/rule-checkers.js';
import { PartyDirectory } from '../../src/membership/shares/party-directory.js';
import { Duties } from '../../src/platform/duties.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { Log } from '../../src/platform/log.js';
import { MembersTurn } from '../../src/surplus/runs/deciding/members-turn.js';
import { RunChecking } from '../../src/surplus/runs/deciding/run-checking.js';
import { ReviewRestarting } from '../../src/surplus/runs/deciding/review-restarting.js';
import { RunComputationAct } from '../../src/surplus/runs/computing/run-computation.act.js';
import { RunComputing } from '../../src/surplus/runs/computing/run-computing.js';
import { RunFreezing } from '../../src/surplus/runs/computing/run-freezing.js';
import { RunJobs } from '../../src/surplus/runs/run-jobs.js';
import { RunStreaming } from '../../src/surplus/runs/computing/run-streaming.js';

const { appUrl, workerUrl } = JSON.parse(process.env.COMPUTING_PROCESS!) as Record<string, string>;
const work = new UnitOfWork(new Database({ connectionString: appUrl!, size: 4 }));
const log = new Log('silent');
const queue = new JobRunner(workerUrl!, log);
const jobs = new RunJobs(work, queue, new Duties(() => undefined));
const parties = new PartyDirectory();
const freezing = new RunFreezing(parties);
const checking = new RunChecking(jobs);
const turn = new MembersTurn(new Bylaws(new MemberRegister(), new RuleCheckers()), checking);
new RunComputationAct(
  work,
  new RunComputing(freezing),
  new RunStreaming(freezing, work),
  parties,
  new ReviewRestarting(turn),
  turn,
  jobs,
);
await queue.start();
