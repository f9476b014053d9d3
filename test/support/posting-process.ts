/**
 * A process that lets every decision take force that waits for it, once, until it is killed. Run by a test; the address
 * of the database comes in the environment.
 */
import { Ledger } from '../../src/ledger/ledger.service.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Decisions } from '../../src/proposals/decisions.service.js';
import { ProposalEffects } from '../../src/proposals/proposal-effects.js';
import { postRunEffect } from '../../src/surplus/runs/posting/post-run.effect.js';
import { RunPosting } from '../../src/surplus/runs/posting/run-posting.js';

const work = new UnitOfWork(new Database({ connectionString: process.env.POSTING_PROCESS!, size: 4 }));
const effects = new ProposalEffects();
effects.register(postRunEffect(new RunPosting(new Ledger(), work)));
await new Decisions(work, effects).takeForceWhereDue();
process.exit(0);
