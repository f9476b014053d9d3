import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { PgTransaction, Tx } from '../platform/database/transaction.js';
import { groupsOfPolls } from './counted-ballots.queries.js';
import { BallotCounting, type ProgressListener } from './counting/ballot-counting.js';
import {
  countPoll,
  isCertainBefore,
  type CountedObjection,
  type CountedPoll,
  type MarkGroup,
  type PollElectorate,
} from './domain/count-poll.js';
import type { RecordedCount } from './domain/recorded-count.js';
import { drawOrder } from './domain/tally/tie-break.js';
import { frozenPolls, type FrozenPoll } from './electorate.queries.js';

/** Work that must be done before a poll is counted, in its closing transaction, after the last ballot. */
export type ClosingStep = (tx: Tx, pollId: string) => Promise<void>;
/** The objections to each of several polls decided by consent. */
export type ObjectionsReader = (
  tx: Tx,
  pollIds: readonly string[],
) => Promise<ReadonlyMap<string, readonly CountedObjection[]>>;

export interface PollCount {
  readonly counted: CountedPoll;
  readonly electorate: PollElectorate;
}

/**
 * Gathers what a count depends on and counts: the rule and the options as they were frozen, the electorate, the ballots
 * in groups. Parts of this module that add to a count register here, so that closing need not know their tables.
 */
export class PollCounting {
  private readonly steps = new Map<string, ClosingStep>();
  private objections: ObjectionsReader = () => Promise.resolve(new Map());

  constructor(private readonly ballots: BallotCounting = new BallotCounting()) {}

  /** Steps run in the order in which they registered. */
  registerClosingStep(name: string, step: ClosingStep): void {
    if (this.steps.has(name)) throw new Error(`two closing steps are called "${name}"`);
    this.steps.set(name, step);
  }

  registerObjections(reader: ObjectionsReader): void {
    this.objections = reader;
  }

  /** The objections to a poll, as they stand; those of a closed one are as they were counted. */
  async objectionsTo(tx: Tx, pollId: string): Promise<readonly CountedObjection[]> {
    return (await this.objections(tx, [pollId])).get(pollId) ?? [];
  }

  /** Counts a poll that takes no ballots any more, with the hash of what was counted; says how far a large count is. */
  async countClosed(
    tx: PgTransaction,
    pollId: string,
    told?: ProgressListener,
  ): Promise<RecordedCount & { readonly ballotsHash: string }> {
    for (const step of this.steps.values()) await step(tx, pollId);
    return this.countAgain(tx, pollId, told);
  }

  /** The same count without the steps of a closing: of a poll that has been closed, or of an open one as it stands. */
  async countAgain(
    tx: PgTransaction,
    pollId: string,
    told?: ProgressListener,
  ): Promise<RecordedCount & { readonly ballotsHash: string }> {
    const [poll] = await frozenPolls(tx, [pollId]);
    if (!poll) throw new Error('the poll that is to be counted does not exist');
    const { rule, electorate, excluded, endedEarly } = poll;
    const ending = { excluded, endedEarly };
    const facts = { rule, electorate, options: poll.labels, drawnOrder: drawnOrderOf(poll), ...ending };
    const objections = await this.objectionsTo(tx, pollId);
    return this.ballots.count(tx, pollId, { ...facts, objections }, told);
  }

  /** Counts polls as they stand now, without the steps of a closing. */
  async countStanding(tx: Tx, pollIds: readonly string[]): Promise<ReadonlyMap<string, PollCount>> {
    return this.count(tx, pollIds, await groupsOfPolls(tx, pollIds));
  }

  /** Whether an open poll would come out the same whatever those do who have not voted. */
  async isCertain(tx: Tx, pollId: string): Promise<boolean> {
    const [poll] = await frozenPolls(tx, [pollId]);
    if (!poll) return false;
    const groups = (await groupsOfPolls(tx, [pollId])).get(pollId) ?? [];
    return isCertainBefore(storedPolicy(poll.rule), poll.electorate, groups);
  }

  private async count(
    tx: Tx,
    pollIds: readonly string[],
    groups: ReadonlyMap<string, readonly MarkGroup[]>,
  ): Promise<ReadonlyMap<string, PollCount>> {
    const frozen = await frozenPolls(tx, pollIds);
    const byConsent = frozen
      .filter(({ rule }) => storedPolicy(rule).method === 'consent')
      .map(({ id }) => id);
    const objections =
      byConsent.length === 0 ? new Map<string, never>() : await this.objections(tx, byConsent);
    return new Map(
      frozen.map((poll) => {
        const { electorate } = poll;
        const counted = countPoll(
          storedPolicy(poll.rule),
          poll.labels,
          electorate,
          groups.get(poll.id) ?? [],
          drawnOrderOf(poll),
          objections.get(poll.id) ?? [],
          { excluded: poll.excluded },
        );
        return [poll.id, { counted, electorate }];
      }),
    );
  }
}

const drawnOrderOf = ({ tieSeed, labels }: FrozenPoll): readonly number[] =>
  tieSeed === null ? [] : drawOrder(tieSeed, labels.length);
