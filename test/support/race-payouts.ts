import { Ledger } from '../../src/ledger/ledger.service.js';
import { Bylaws } from '../../src/membership/bylaws.js';
import { MemberRegister } from '../../src/membership/member-register.js';
import { RuleCheckers } from '../../src/membership/rule-checkers.js';
import { PartyDirectory } from '../../src/membership/shares/party-directory.js';
import { Shares } from '../../src/membership/shares/shares.service.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { RequestScope } from '../../src/platform/request/request-scope.js';
import { ExitComputing } from '../../src/surplus/capital/exit-computing.js';
import { Exits } from '../../src/surplus/capital/exits.service.js';
import { PayoutHandlers } from '../../src/surplus/capital/payout-handlers.js';
import { PayoutRecording } from '../../src/surplus/capital/payout-recording.js';
import { Payouts } from '../../src/surplus/capital/payouts.service.js';

/** What officers do at the same time with money that leaves. */
export interface PayoutJob {
  readonly kind: 'payout';
  readonly act: 'prepare' | 'record' | 'approve';
  readonly session: string;
  readonly cooperative: string;
  readonly input: never;
}

/** Does the job as the API would, in this process. */
export function doPayout(work: UnitOfWork, scope: RequestScope, job: PayoutJob): Promise<object> {
  const ledger = new Ledger();
  if (job.act === 'approve') {
    const computing = new ExitComputing(
      ledger,
      new Bylaws(new MemberRegister(), new RuleCheckers()),
      new PartyDirectory(),
    );
    return new Exits(work, ledger, new Shares(work, ledger), computing).approveExit(scope, job.input);
  }
  const payouts = new Payouts(work, new PayoutRecording(ledger, new PayoutHandlers()));
  return job.act === 'prepare'
    ? payouts.preparePayouts(scope, job.input)
    : payouts.recordPayouts(scope, job.input);
}
