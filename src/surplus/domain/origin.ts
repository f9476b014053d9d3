import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { explain, type ExplainNode } from './explain.js';
import type { WaterfallPolicy } from './input/policy-schema.js';
import type { ResultOfPeriod } from './input/snapshot-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/** Where a result comes from. Laws treat the four apart; a cooperative that does not has `member` alone. */
export const origins = ['member', 'nonMember', 'extraordinary', 'interCooperative'] as const;
export type Origin = (typeof origins)[number];
export type Pots = ReadonlyMap<Origin, bigint>;

export interface SplitByOrigin {
  /** Positive results; they sum to the surplus. */
  readonly pots: Pots;
  /** Losses by origin, as positive amounts: they go to the loss rule. */
  readonly losses: Pots;
  readonly surplus: bigint;
  /** Which losses were set against which gains: patrons are told of it (US IRC 1388(j)(3)). Absent where nothing was. */
  readonly netting?: Netting;
  readonly node: ExplainNode;
}

/** Origins, or units of members' business, by their loss or gain as a positive amount. */
export interface Netting {
  readonly losing: readonly { readonly id: string; readonly amount: bigint }[];
  readonly gaining: readonly { readonly id: string; readonly amount: bigint }[];
  readonly offset: bigint;
}

/**
 * Step 1. `direct`: the accounts give each origin. `unitRatio`: what is extraordinary is taken out, and the
 * rest is split by members' part of turnover, purchases or hours, the members' part rounded down (it is a
 * ceiling: § 22 KStG). `none`: everything is members' business.
 *
 * A loss of one origin, or of one allocation unit of the members' business, is set against the gains of others only
 * when the policy nets (US IRC 1388(j) allows it with written notice to patrons); otherwise it is kept apart, because
 * Spanish and German law do. Refused: no amount at all, and amounts that the method would not read.
 */
export function splitByOrigin(
  result: ResultOfPeriod,
  rule: WaterfallPolicy['origin'],
): SplitByOrigin | Refusal<SurplusReason> {
  const method = rule?.method ?? methodFor(result);
  const unread = notRead(result, method);
  if (unread) return unread;
  const amounts = amountsByOrigin(result, method);
  if (isRefusal(amounts)) return amounts;
  const { gains, losses } = net(amounts, result, rule?.netUnits ?? false);
  const surplus = [...gains.values()].reduce((sum, amount) => sum + amount, 0n);
  const netted = rule?.netUnits ? nettingOf(amounts, result) : null;
  const netting = netted && netted.offset > 0n ? { netting: netted } : {};
  return {
    pots: gains,
    losses,
    surplus,
    ...netting,
    node: explain({
      step: 'origin',
      id: 'origin',
      rule: rule?.name ?? 'the result is split by where it comes from',
      source: rule?.source ?? 'policy',
      decidedBy: rule?.decidedBy ?? 'accounts',
      parameter: { method, netUnits: rule?.netUnits ?? false },
      input: { total: result.total, memberUnits: result.memberUnits, totalUnits: result.totalUnits },
      output: { surplus, gains, losses, ...toldNetting(netting) },
    }),
  };
}

type Method = 'direct' | 'unitRatio' | 'none';

/** A total alone is all of it members' business; with any part of it by origin, the parts are what counts. */
const methodFor = (result: ResultOfPeriod): Method =>
  result.total === undefined || result.member !== undefined || result.nonMember !== undefined || result.units
    ? 'direct'
    : 'none';

/** A figure that is given and not used would look as if it had been. */
function notRead(result: ResultOfPeriod, method: Method): Refusal<SurplusReason> | null {
  const amounts = ['total', ...origins, 'units'] as const;
  if (amounts.every((name) => result[name] === undefined))
    return refuse('MISSING_FIGURE', 'snapshot.result gives no amount: not even that it is zero.');
  const apart = method === 'direct' ? [] : (['member', 'nonMember', 'units'] as const);
  const ratio = method === 'unitRatio' ? [] : (['memberUnits', 'totalUnits'] as const);
  const idle = [...apart, ...ratio].filter((name) => result[name] !== undefined);
  return idle.length === 0
    ? null
    : refuse('PARTS_EXCEED_WHOLE', `The method ${method} does not read ${idle.join(', ')} of the result.`, [
        'direct reads each origin, unitRatio the total and the units of members and of all, none the total alone',
      ]);
}

function amountsByOrigin(result: ResultOfPeriod, method: Method): Pots | Refusal<SurplusReason> {
  const known = knownOrigins(result);
  if (method === 'direct') {
    const sum = [...known.values()].reduce((total, amount) => total + amount, 0n);
    if (result.total !== undefined && result.total !== sum)
      return refuse(
        'PARTS_EXCEED_WHOLE',
        `The results by origin sum to ${sum}, the total says ${result.total}.`,
      );
    return known;
  }
  if (result.total === undefined)
    return refuse('MISSING_FIGURE', 'snapshot.result.total is needed to split the result.');
  const apart = known.get('extraordinary')! + known.get('interCooperative')!;
  const business = result.total - apart;
  if (method === 'none') return new Map(known).set('member', business).set('nonMember', 0n);
  const { memberUnits, totalUnits } = result;
  if (!memberUnits || !totalUnits || totalUnits.isZero())
    return refuse(
      'MISSING_FIGURE',
      'snapshot.result.memberUnits and totalUnits are needed to split by ratio.',
    );
  if (totalUnits.isLessThan(memberUnits))
    return refuse('PARTS_EXCEED_WHOLE', 'Members cannot have more units than everybody together.');
  const member = Ratio.of(business).times(memberUnits.dividedBy(totalUnits)).floor();
  return new Map(known).set('member', member).set('nonMember', business - member);
}

function knownOrigins(result: ResultOfPeriod): Map<Origin, bigint> {
  const units = (result.units ?? []).reduce((sum, { amount }) => sum + amount, 0n);
  return new Map(
    origins.map((origin) => [origin, (result[origin] ?? 0n) + (origin === 'member' ? units : 0n)]),
  );
}

function net(amounts: Pots, { units }: ResultOfPeriod, netting: boolean): { gains: Pots; losses: Pots } {
  const gains = new Map(origins.map((origin) => [origin, positive(amounts.get(origin)!)]));
  const losses = new Map(origins.map((origin) => [origin, positive(-amounts.get(origin)!)]));
  const lost = (units ?? []).reduce((sum, { amount }) => sum + positive(-amount), 0n);
  if (!netting && lost > 0n) {
    const own = amounts.get('member')! + lost;
    gains.set('member', positive(own));
    losses.set('member', lost + positive(-own));
  }
  if (netting)
    for (const losing of origins)
      for (const gaining of origins) {
        const taken = smaller(losses.get(losing)!, gains.get(gaining)!);
        losses.set(losing, losses.get(losing)! - taken);
        gains.set(gaining, gains.get(gaining)! - taken);
      }
  return { gains, losses };
}

/** What was set off: units as the accounts give them, and every origin with what is not told by units. */
function nettingOf(amounts: Pots, { units = [] }: ResultOfPeriod): Netting {
  const ofUnits = units.reduce((sum, { amount }) => sum + amount, 0n);
  const parts = [
    ...units,
    ...origins.map((id) => ({ id, amount: amounts.get(id)! - (id === 'member' ? ofUnits : 0n) })),
  ];
  const losing = parts.filter(({ amount }) => amount < 0n).map(({ id, amount }) => ({ id, amount: -amount }));
  const gaining = parts.filter(({ amount }) => amount > 0n).map(({ id, amount }) => ({ id, amount }));
  const sum = (list: readonly { amount: bigint }[]) => list.reduce((all, { amount }) => all + amount, 0n);
  return { losing, gaining, offset: smaller(sum(losing), sum(gaining)) };
}

const toldNetting = ({ netting }: Pick<SplitByOrigin, 'netting'>): Partial<ExplainNode['output']> =>
  netting
    ? {
        netting: {
          offset: netting.offset,
          losing: netting.losing.map((one) => ({ ...one })),
          gaining: netting.gaining.map((one) => ({ ...one })),
        },
      }
    : {};

export const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n);
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const sumOf = (pots: ReadonlyMap<string, bigint>): bigint =>
  [...pots.values()].reduce((sum, amount) => sum + amount, 0n);

/** Takes an amount out of pots in order; what they do not hold is returned as `missing`. */
export function takeFrom(
  pots: Pots,
  amount: bigint,
  order: readonly Origin[],
): { pots: Pots; missing: bigint } {
  const left = new Map(pots);
  let missing = amount;
  for (const origin of order) {
    const taken = smaller(left.get(origin) ?? 0n, missing);
    left.set(origin, (left.get(origin) ?? 0n) - taken);
    missing -= taken;
  }
  return { pots: left, missing };
}
