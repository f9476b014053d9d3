import type { ThresholdRule } from '../../../membership/domain/decision-rule.js';
import type { Ratio } from '../../../shared/ratio.js';
import { Ratio as Exact } from '../../../shared/ratio.js';

/** People, and the weight of their votes in whole millionths. */
export interface VoiceSum {
  readonly people: bigint;
  readonly weightMillionths: bigint;
}

/** What electors said of an objection; the objector's own voice is in `valid`. */
export interface Voices {
  readonly valid: VoiceSum;
  readonly notValid: VoiceSum;
}

/** The voices with everything needed to check them by hand. Weights in millionths. */
export interface OverrulingArithmetic {
  readonly valid: VoiceSum;
  readonly notValid: VoiceSum;
  readonly base: ThresholdRule['base'];
  readonly fraction: Ratio;
  readonly comparison: ThresholdRule['comparison'];
  readonly of: bigint;
  readonly needed: Ratio;
  readonly overruled: boolean;
}

/**
 * Whether an objection is overruled: the weight of the voices that find it not valid, `>` or `>=` the fraction of the
 * base that the rule names. `cast` and `valid` are both kinds of voices together (a voice cannot abstain), `eligible`
 * is the electorate without those who left it for a conflict of interest. Without a voice against it nothing is
 * overruled, whatever the fraction: silence is not a finding.
 */
export function overrulingOf(
  rule: ThresholdRule,
  voices: Voices,
  eligibleMillionths: bigint,
): OverrulingArithmetic {
  const heard = voices.valid.weightMillionths + voices.notValid.weightMillionths;
  const of = rule.base === 'eligible' ? eligibleMillionths : heard;
  const counted = voices.notValid.weightMillionths;
  const needed = Exact.of(of).times(rule.fraction);
  const order = Exact.of(counted).compare(needed);
  const reached = rule.comparison === '>' ? order > 0 : order >= 0;
  return {
    ...{ valid: voices.valid, notValid: voices.notValid, base: rule.base, fraction: rule.fraction },
    ...{ comparison: rule.comparison, of, needed, overruled: counted > 0n && reached },
  };
}
