import { Ratio } from '../../../../shared/ratio.js';
import { GregoryField } from './gregory-field.js';
import { gregoryQuota, ratioText } from './gregory-quota.js';
import { type PreparedStv } from './stv-rule.js';
import { asJson, type Outcome } from '../tally-method.js';
import { tieBreakJson } from '../tie-break.js';

/**
 * Single transferable vote with fractional surpluses as RCTab counts it. The quota comes from the first round
 * (with one seat, from each round). In a round everyone with a quota is elected (or only the one with most
 * votes, `one_winner_per_round`); without one, the lowest falls. At the start of the next round the papers of
 * all elected pass on together: the fraction is surplus ÷ votes, cut; the new value is value × fraction, cut
 * (`decimals`, usually 4; `exact` cuts nothing). A winner then holds exactly the quota; what cutting leaves is
 * the residual surplus. When those left are no more than the seats left, all are elected. A last round shows
 * where the final surpluses are. Marks are read by the choices of instant run-off.
 */
export function countGregory(prepared: PreparedStv): Outcome {
  const { gregory: rule, seats } = prepared;
  const field = new GregoryField(prepared);
  const rounds: Record<string, unknown>[] = [];
  let quota = Ratio.zero;
  for (let another = true; another;) {
    field.beginRound(rounds.length + 1, quota);
    if (rounds.length === 0 || seats === 1) quota = gregoryQuota(rule, field.activeVotes(), seats);
    const nobodyVoted = rounds.length === 0 && field.activeVotes().isZero();
    const shown = {
      round: rounds.length + 1,
      threshold: ratioText(quota),
      tally: field.tallyText(),
      inactive: field.inactiveText(),
    };
    const elected = nobodyVoted ? [] : field.electIn(quota);
    const [eliminated, because] = elected.length > 0 || nobodyVoted ? [[], null] : field.eliminate();
    const residual_surplus = ratioText(field.residual);
    rounds.push({ ...shown, elected, eliminated, eliminated_because: because, residual_surplus });
    another = !nobodyVoted && field.goesOn(rounds.length, elected.length > 0);
  }
  return {
    winners: field.winners,
    ...{ variant: prepared.variant, seats, tie_break: tieBreakJson(prepared.tieBreak) },
    quota: rounds[0]!['threshold'] as string,
    quota_final: ratioText(quota),
    undervotes: field.undervotesText(),
    ...(field.wasStopped ? { stopped_after_round: rule.stopAfterRound } : {}),
    rounds: asJson(rounds),
    ties: asJson(field.ties),
  };
}
