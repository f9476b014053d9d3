import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { choicesOffered } from '../choices.js';
import { computeCapitalInterest } from '../capital-interest.js';
import { lossSection } from '../compute-sections.js';
import type { Entitled } from '../eligibility.js';
import type { LossStep } from '../input/policy-schema.js';
import type { SurplusInput } from '../input/read-input.js';
import type { CapitalBalance } from '../input/snapshot-schema.js';
import type { LossWaterfall } from '../loss-waterfall.js';
import type { SurplusReason } from '../reasons.js';
import type { SharePool } from '../waterfall-pools.js';
import type { Waterfall } from '../waterfall-report.js';
import { computeWaterfall } from '../waterfall.js';
import { namedBy } from './endings.js';
import { countEverybody, type Everybody } from './everybody.js';
import { Stepping, type Passes } from './passes.js';
import { PoolInEndings } from './pool-in-endings.js';
import { InterestInPasses } from './streamed-interest.js';
import type { StreamedLine } from './streamed-line.js';
import { bearInPasses, type StreamedLoss } from './streamed-loss.js';

type Refused = Refusal<SurplusReason>;
/** What a year comes to besides its lines. */
export interface SettledYear {
  readonly waterfall: Waterfall;
  readonly loss: LossWaterfall | null;
}

/**
 * A year shared in passes. Everybody is weighed; the waterfall tells the size of every pool, of the interest and of what
 * members bear of a loss; these are shared; then each participant's lines are known, and none is kept.
 */
export class StreamedYear {
  private readonly everybody: Stepping<Everybody>;
  private readonly pools: readonly PoolInEndings[];
  private readonly interest: InterestInPasses | null;
  private readonly losses = new Map<LossStep, Stepping<StreamedLoss | Refused>>();

  constructor(
    private readonly full: SurplusInput,
    people: number,
  ) {
    const { policy, snapshot } = full;
    const named = namedBy(snapshot.disputes ?? []);
    const everybody = new Stepping((one) => one, countEverybody(snapshot, named, choicesOffered(policy)));
    this.everybody = everybody;
    this.pools = (policy.waterfall!.pools ?? []).map(
      (pool) => new PoolInEndings(pool, snapshot, everybody, people),
    );
    const rule = policy.waterfall!.capitalInterest;
    this.interest = rule ? new InterestInPasses(rule, snapshot.period) : null;
  }

  /** Refuses what a sharing at once would refuse, and in its order. */
  async share(passes: Passes): Promise<SettledYear | Refused> {
    const { pools, interest, full } = this;
    const weighing = [...pools.flatMap((pool) => pool.weighing), ...(interest ? [interest.weighing] : [])];
    // Everybody first: what others weigh asks who is not listed.
    await passes.run([this.everybody, ...weighing], 'weighing');
    const { faulty } = this.everybody.answer;
    if (faulty) return faulty;
    const outline = this.waterfall((pool, size) => pool.ofSize(size));
    if (!isRefusal(outline)) {
      interest?.share(outline.capitalInterest?.amount ?? 0n, full.snapshot.seed ?? '');
      this.beginLoss(outline);
    }
    await passes.run(
      [
        ...pools.flatMap((pool) => pool.sharing),
        ...(interest?.sharing ? [interest.sharing] : []),
        ...this.losses.values(),
      ],
      'sharing',
    );
    return this.settled((pool) => pool.settled());
  }

  /** Everything but the lines, once all of them have been asked for. */
  result(): SettledYear | Refused {
    return this.settled((pool) => pool.result());
  }

  /** What came of the lines that were asked for so far. */
  get seen(): object {
    return Object.fromEntries(this.pools.map((pool, at) => [at, pool.seen]));
  }

  get others(): Entitled | null {
    const { others } = this.everybody.answer;
    return isRefusal(others) ? null : others;
  }

  /** How many times everybody is looked at for their lines. */
  get times(): number {
    return this.pools.reduce((sum, { endings }) => sum + endings, this.losses.size);
  }

  /** Everything that somebody gets and bears, or that those do who are not listed. */
  linesOf(
    one: Entitled,
    capital: CapitalBalance | null,
    { waterfall: { capitalInterest } }: SettledYear,
  ): readonly StreamedLine[] {
    return [
      ...this.pools.flatMap((pool) => pool.lineOf(one) ?? []),
      ...(capital && capitalInterest ? [this.interest!.lineOf(capital, capitalInterest.rate)] : []),
      ...[...this.losses.values()].flatMap(({ answer }) => (answer as StreamedLoss).lineOf(one) ?? []),
    ];
  }

  private settled(of: (pool: PoolInEndings) => ReturnType<SharePool>): SettledYear | Refused {
    const waterfall = this.waterfall(of);
    if (isRefusal(waterfall)) return waterfall;
    const loss = lossSection(this.full, waterfall, (_, rule) => {
      const { answer } = this.losses.get(rule)!;
      return isRefusal(answer) ? answer : { lines: [], members: answer.members };
    });
    return isRefusal(loss) ? loss : { waterfall, loss };
  }

  private waterfall(of: (pool: PoolInEndings, size: bigint) => ReturnType<SharePool>): Waterfall | Refused {
    const { policy, snapshot } = this.full;
    const rules = policy.waterfall!;
    return computeWaterfall(
      rules,
      snapshot,
      (pool, size) => of(this.pools[rules.pools!.indexOf(pool)]!, size),
      this.interest?.pay ?? computeCapitalInterest,
    );
  }

  /** Every step that members bear, with what it comes to. */
  private beginLoss(outline: Waterfall): void {
    const { others } = this.everybody.answer;
    lossSection(this.full, outline, (amount, rule) => {
      this.losses.set(rule, bearInPasses(amount, rule, this.full.snapshot, others));
      return { lines: [], members: 0 };
    });
  }
}
