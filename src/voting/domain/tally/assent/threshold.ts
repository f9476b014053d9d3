import { type Json } from '../../../../shared/canonical-json.js';
import { Ratio } from '../../../../shared/ratio.js';
import { exactJson } from '../exact-json.js';
import { OptionReader } from '../option-reader.js';
import { type Election, type Outcome, type TallyMethod, type TallyRefusal } from '../tally-method.js';
import { countOf, VOTES, type ThresholdCount } from './threshold-count.js';
import { decideThreshold } from './threshold-decision.js';
import { readThresholdCount } from './threshold-ballots.js';
import { readThresholdRule, type ThresholdRule } from './threshold-rule.js';

interface PreparedThreshold {
  readonly rule: ThresholdRule;
  readonly count: ThresholdCount;
  readonly closed: boolean;
}

/**
 * `threshold`: for or against, with abstentions, blanks, invalid ballots and (where the rule has them) blocks.
 * Its options are those of `readThresholdRule`, its ballots those of `readThresholdCount`.
 */
export const threshold: TallyMethod<PreparedThreshold> = {
  name: 'threshold',
  version: 1,
  prepare(election: Election): PreparedThreshold | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const rule = readThresholdRule(options);
    const wrong = options.refusal();
    if (wrong) return wrong;
    const count = readThresholdCount(election, rule);
    return count instanceof Map ? { rule, count, closed: election.closed ?? true } : (count as TallyRefusal);
  },
  count({ rule, count, closed }: PreparedThreshold): Outcome {
    const decision = decideThreshold(rule, count, closed);
    const all = countOf(count, null);
    return {
      passed: decision.outcome === 'passed',
      outcome: decision.outcome,
      decided_early: decision.early,
      tally: Object.fromEntries(VOTES.map((vote) => [vote, exactJson(all.votes[vote].weight)])),
      people: Object.fromEntries(VOTES.map((vote) => [vote, exactJson(all.votes[vote].people)])),
      eligible: { weight: exactJson(all.eligible.weight), people: exactJson(all.eligible.people) },
      quorums: decision.quorums.map(({ rule: { of, counted, measure }, json }) => ({
        ...json,
        ...{ of: of ?? 'all', measure },
        ...(typeof counted === 'string' ? { kind: counted } : { kind: 'named', counting: counted }),
      })),
      majorities: decision.majorities.map(({ rule: { of, base, measure }, json }) => ({
        ...json,
        ...{ of: of ?? 'all', base_name: base, measure },
      })),
      caps: decision.caps.map(capJson),
    };
  },
};

function capJson(cap: { class: string; share: Ratio; cast: Ratio; counted: Ratio; scaling: Ratio }): Json {
  return {
    class: cap.class,
    share: cap.share.toString(),
    cast: exactJson(cap.cast),
    counted: exactJson(cap.counted),
    scaling: cap.scaling.toString(),
  };
}
