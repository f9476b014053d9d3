import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { storedArithmetic, type StoredArithmetic } from './domain/arithmetic-json.js';
import type { PollOutcome } from './domain/count-poll.js';
import {
  storedElectorate,
  storedQuorum,
  type CountedElectorate,
  type StoredElectorate,
} from './domain/counted-electorate.js';
import { showsBeforeClose } from './domain/policy-faults.js';
import type { Outcome } from './domain/tally/tally-method.js';
import type { Condition, ThresholdArithmetic } from './domain/threshold-outcome.js';
import { StandingCounts, type StandingCount } from './counting/standing-counts.js';
import { largeElectorate } from './poll-closing.js';
import { PollCounting, type PollCount } from './poll-counting.js';
import type { PollResultRow, PollRow } from './poll.rows.js';
import type { WithholdingGround } from './withheld-counts.js';

/** A result, final or (where the rule shows results before the close) as things stand. */
export interface ShownResult {
  readonly poll: PollRow;
  readonly isFinal: boolean;
  readonly outcome: PollOutcome;
  /** Options chosen, by position. */
  readonly winners: readonly number[];
  readonly quorum: Condition;
  readonly electorate: CountedElectorate;
  /** For votes for or against. */
  readonly arithmetic: ThresholdArithmetic | null;
  /** What the engine found; null in results recorded before it was kept. */
  readonly counting: Outcome | null;
  readonly ballotsHash: string | null;
  readonly computedAt: Date | null;
  /** Why no more than the outcome is given out; null where everything is. */
  readonly withheld: WithholdingGround | null;
}

/** Results as readers see them. */
@Injectable()
export class PollResults {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PollCounting) private readonly counting: PollCounting,
    @Inject(StandingCounts) private readonly standingCounts: StandingCounts,
  ) {}

  /**
   * The recorded result, or null. Before the close only polls whose rule says so are counted as things stand: small ones
   * in the request, large ones beside it (`StandingCounts`).
   */
  async result(scope: RequestScope, poll: PollRow): Promise<ShownResult | null> {
    if (poll.state === 'closed') {
      const row = await this.recorded(scope).load(poll.id);
      return row && recordedResult(poll, row);
    }
    if (!showsBeforeClose(storedPolicy(poll.rule)) || poll.state === 'cancelled') return null;
    if (poll.eligiblePeople < largeElectorate)
      return standingResult(poll, await this.standing(scope).load(poll.id));
    const standing = this.standingCounts.latest(scope.viewer.cooperativeId!, poll);
    return standing && largeStandingResult(poll, standing);
  }

  /** Why the count of a closed poll is not given out, with its package; null where it is. */
  async withheld(scope: RequestScope, poll: PollRow): Promise<WithholdingGround | null> {
    return (await this.recorded(scope).load(poll.id))?.withheld ?? null;
  }

  private recorded(scope: RequestScope): DataLoader<string, PollResultRow | null> {
    return scope.loader('voting.recorded', async (ids: readonly string[]) => {
      const rows = await (
        await this.work.read(scope)
      ).sql<PollResultRow>(
        `SELECT r.poll_id AS "pollId", r.outcome, r.arithmetic, r.counting, r.winners, r.electorate,
           r.ballots_hash AS "ballotsHash", r.computed_at AS "computedAt", w.because AS withheld
         FROM poll_result r LEFT JOIN poll_count_withheld w ON w.cooperative_id = r.cooperative_id AND w.poll_id = r.poll_id
         WHERE r.poll_id = ANY ($1)`,
        [ids],
      );
      return ids.map((id) => rows.find((row) => row.pollId === id) ?? null);
    });
  }

  private standing(scope: RequestScope): DataLoader<string, PollCount> {
    return scope.loader('voting.standing', async (ids: readonly string[]) => {
      const counts = await this.counting.countStanding(await this.work.read(scope), ids);
      return ids.map((id) => counts.get(id)!);
    });
  }
}

function recordedResult(poll: PollRow, row: PollResultRow): ShownResult {
  const { outcome, winners, counting, ballotsHash, computedAt, withheld } = row;
  const arithmetic = row.arithmetic && storedArithmetic(row.arithmetic);
  const electorate = row.electorate ? storedElectorate(row.electorate) : electorateBefore(arithmetic);
  const quorum = arithmetic?.quorum ?? storedQuorum(storedPolicy(poll.rule), electorate);
  const shown = { poll, outcome, winners, quorum, electorate, arithmetic, counting };
  return { ...shown, isFinal: true, ballotsHash, computedAt, withheld };
}

function standingResult(poll: PollRow, { counted, electorate }: PollCount): ShownResult {
  const { takenPart, blank, ...count } = counted;
  return {
    ...{ poll, ...count, electorate: { ...electorate, takenPart, blank } },
    ...{ isFinal: false, ballotsHash: null, computedAt: null, withheld: null },
  };
}

function largeStandingResult(poll: PollRow, { counted, at }: StandingCount): ShownResult {
  const { arithmetic, counting, electorate } = counted;
  const row: PollResultRow = {
    ...{ ...counted, pollId: poll.id, ballotsHash: '', computedAt: at, withheld: null },
    arithmetic: arithmetic === null ? null : (JSON.parse(arithmetic) as StoredArithmetic),
    counting: JSON.parse(counting) as Outcome,
    electorate: JSON.parse(electorate) as StoredElectorate,
  };
  return { ...recordedResult(poll, row), isFinal: false, ballotsHash: null };
}

/** A result recorded before the electorate was kept with it: everyone together, of no class by name. */
function electorateBefore(arithmetic: ThresholdArithmetic | null): CountedElectorate {
  const nobody = { people: 0n, weightMillionths: 0n };
  if (!arithmetic) throw new Error('a result keeps neither its electorate nor its arithmetic');
  const takenPart = Object.values(arithmetic.sums).reduce(
    (sum, choice) => ({
      people: sum.people + choice.people,
      weightMillionths: sum.weightMillionths + choice.weightMillionths,
    }),
    nobody,
  );
  return {
    perClass: [{ classCode: '', ...arithmetic.eligible }],
    ...{ withdrawn: nobody, takenPart, blank: nobody },
  };
}
