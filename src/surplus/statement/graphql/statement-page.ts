import { Ratio } from '../../../shared/ratio.js';
import type { Json } from '../../../shared/canonical-json.js';
import {
  addedToCapital,
  afterDisputes,
  expectedRedemptionYear,
  formsTogether,
  fractionOf,
  rateInWords,
  taxParagraphOf,
  totalsOf,
} from '../domain/member-figures.js';
import type { StatementFacts } from '../domain/statement-sentences.js';
import { outcomeOf } from '../domain/stored-outcome.js';
import type { Statement } from '../statement-reading.js';
import type { PartRow } from '../statement.rows.js';
import type { MemberStatementType, StatementPartType } from './statement.types.js';

/** The page, and what its other fields are read from. */
export type StatementPage = MemberStatementType & { readonly source: Statement };

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** A statement as the API shows it; whatever a sum of few would give away is left out. */
export function statementPage(source: Statement): StatementPage {
  const { run, period, participant, policy, parts, payment } = source;
  const forms = [...formsTogether(parts)];
  const { id, mode, state, currency, patronagePeriodId, reviewUntil, postedOn } = run;
  const { policyKey, policyVersion, policyHash, snapshotHash, runHash } = run;
  const consent = participant.facts.consent;
  return {
    source,
    ...{ runId: id, mode, state, currency, patronagePeriodId, reviewUntil, postedOn },
    ...{ policyKey, policyVersion, policyHash, snapshotHash, runHash },
    ...{ partyId: participant.partyId, key: participant.key },
    ...{ periodId: period.id, periodName: period.name, startsOn: period.startsOn, endsOn: period.endsOn },
    ...{ resultMinor: run.resultMinor ?? 0n, surplusMinor: run.surplusMinor ?? 0n },
    ...totalsOf(parts),
    ...afterDisputes(parts, source.disputes),
    parts: parts.filter(({ leftOut }) => leftOut === null).map((part) => partPage(source, part)),
    forms,
    leftOut: leftOutOf(source),
    capital: source.capital,
    vintages: source.vintages.map(({ year, part, movement }) => ({
      part,
      ...{ year, movement },
      expectedRedemptionYear: year === null ? null : expectedRedemptionYear(policy, year),
    })),
    addedToCapitalMinor: source.capitalAddedMinor ?? addedToCapital(forms),
    payment: {
      ...payment,
      unclaimedAfterDays: policy?.unclaimed?.afterDays ?? null,
      unclaimedBecomes: policy?.unclaimed?.then ?? null,
    },
    tax: taxParagraphOf(policy, participant.key, parts, typeof consent === 'boolean' ? consent : undefined),
  };
}

function partPage({ run, hiddenPools }: Statement, row: PartRow): StatementPartType {
  const { pool, part, amountMinor, leastMinor, roundedUp, lotDecided, limitKind } = row;
  const stored = outcomeOf(run.waterfall).pools.find((one) => one.pool === pool && one.part === part);
  const isShown = !hiddenPools.has(pool);
  const [basis] = (row.inputs.parts ?? []) as readonly { readonly basis: string }[];
  return {
    ...{ pool, part, amountMinor, leastMinor, roundedUp, lotDecided, limit: limitKind },
    poolMinor: BigInt(stored?.sizeMinor ?? 0),
    share: isShown ? row.share : null,
    whyHidden: hiddenPools.get(pool) ?? null,
    rate:
      isShown && stored?.rate && basis
        ? {
            ...{ basis: basis.basis, perUnitMinor: stored.rate },
            perUnitText: rateInWords(stored.rate, run.currency),
          }
        : null,
    forms: [...row.forms],
  };
}

const leftOutOf = ({ parts, participant: { facts } }: Statement) =>
  parts.flatMap(({ pool, leftOut }) =>
    leftOut === null
      ? []
      : [
          {
            ...{ pool, rule: leftOut, joinedOn: textOf(facts.joinedOn) },
            ...{ leftOn: textOf(facts.leftOn), diedOn: textOf(facts.diedOn) },
          },
        ],
  );

/** What the sentences of a page are told from. */
export function factsOf(page: StatementPage): StatementFacts {
  const { run, participant, policy } = page.source;
  const lossMinor = page.resultMinor < 0n ? -page.resultMinor : 0n;
  const [own, all] =
    page.borneMinor > 0n ? [page.borneMinor, lossMinor] : [page.allocatedMinor, page.surplusMinor];
  const unclaimed = policy?.unclaimed;
  return {
    ...page,
    period: page.periodName,
    ownPart: fractionOf(Ratio.of(own), Ratio.of(all)),
    joinedOn: textOf(participant.facts.joinedOn),
    leftOn: textOf(participant.facts.leftOn),
    standing: standingOf(run),
    unclaimed: unclaimed ? { afterDays: unclaimed.afterDays, becomes: unclaimed.then } : null,
    capital: { ...page.capital, on: page.endsOn },
  };
}

function standingOf({ mode, state }: Statement['run']): StatementFacts['standing'] {
  if (state === 'withdrawn') return 'withdrawn';
  if (mode === 'scenario') return 'scenario';
  if (state === 'adopted') return 'adopted';
  return ['posted', 'paid', 'locked'].includes(state) ? 'booked' : 'open';
}
