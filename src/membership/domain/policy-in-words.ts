import type { Json } from '../../shared/canonical-json.js';
import { Ratio } from '../../shared/ratio.js';
import type { DecisionPolicy } from './decision-policy.js';
import { choosesAmongOptions, type RuleOptions, type ThresholdRule } from './decision-rule.js';
import { policyInEnglish } from './policy-phrases-english.js';
import { policyInSpanish } from './policy-phrases-spanish.js';
import type { ChoosingMethod, PolicyLanguage, PolicyPhrases } from './policy-phrases.js';

const phrasesIn: Readonly<Record<PolicyLanguage, PolicyPhrases>> = {
  en: policyInEnglish,
  es: policyInSpanish,
};

/**
 * A rule of decision in plain sentences, one for each thing it settles, in the order in which a member asks: who
 * decides, what it takes, who must take part, when it begins and ends, who sees what, when it takes force.
 */
export function policyInWords(policy: DecisionPolicy, language: PolicyLanguage = 'en'): readonly string[] {
  const phrases = phrasesIn[language];
  const openers = policy.mayOpen.map((opener) => phrases.opener[opener]);
  return [
    phrases.decides(policy.body),
    ...methodInWords(policy, phrases),
    quorumInWords(policy, phrases),
    `${timesInWords(policy, phrases)} ${phrases.openedBy(listInWords(openers, phrases.or))}`,
    phrases.visibility[policy.visibility],
    phrases.results[policy.resultsBeforeClose ? 'during' : 'after'],
    phrases.extension[policy.mayExtend ? 'possible' : 'impossible'],
    policy.delegation.allowed
      ? phrases.delegation(policy.delegation.holderCap, policy.delegation.reconfirmDays)
      : phrases.noDelegation,
    ...(policy.dissentDays > 0 ? [phrases.dissent(policy.dissentDays)] : []),
    policy.recountDays === 0
      ? phrases.noRecount
      : phrases.recount(
          policy.recountShare.isZero() ? null : policy.recountShare.toString(),
          policy.recountDays,
        ),
    phrases.takesForce(policy.effectiveAfterDays),
  ];
}

function methodInWords(policy: DecisionPolicy, phrases: PolicyPhrases): readonly string[] {
  if (policy.threshold !== null) return thresholdInWords(policy, policy.threshold, phrases);
  if (policy.objections !== null) {
    const { mayOverrule, answerDays } = policy.objections;
    return [
      phrases.consent,
      phrases.answerWithin(answerDays),
      mayOverrule === null
        ? phrases.neverOverruled
        : phrases.overruledBy(partInWords(mayOverrule, phrases.base[mayOverrule.base], phrases)),
    ];
  }
  return choosesAmongOptions(policy.method)
    ? choosingInWords(policy, phrases)
    : [gradientsInWords(policy.options, phrases), countedAs(policy, phrases)];
}

function thresholdInWords(
  policy: DecisionPolicy,
  threshold: ThresholdRule,
  phrases: PolicyPhrases,
): readonly string[] {
  return [
    majorityInWords(threshold, phrases),
    ...policy.classMajorities.map((majority) =>
      phrases.classAsWell(partInWords(majority, phrases.baseOfClass[majority.base](majority.class), phrases)),
    ),
    ...policy.classCaps.map((cap) => phrases.classCap(cap.class, cap.fraction.toString())),
    ...(policy.block === 'forbidden' ? [] : [phrases.block[policy.block]]),
    ...(policy.earlyDecision === 'certain' ? [phrases.early] : []),
  ];
}

function majorityInWords(rule: ThresholdRule, phrases: PolicyPhrases): string {
  const base = phrases.base[rule.base];
  if (!rule.fraction.isZero()) return phrases.adoptedWhen(partInWords(rule, base, phrases));
  return rule.comparison === '>=' ? phrases.noMajority : phrases.anyInFavour(base);
}

function partInWords({ fraction, comparison }: ThresholdRule, base: string, phrases: PolicyPhrases): string {
  if (fraction.equals(Ratio.one)) return phrases.all(base);
  const isHalf = fraction.equals(Ratio.of(1n, 2n));
  return phrases.part(comparison, isHalf ? phrases.half : fraction.toString(), base);
}

function gradientsInWords(options: RuleOptions, phrases: PolicyPhrases): string {
  const comparison = options['comparison'] === '>' ? '>' : '>=';
  const share = phrases.part(comparison, asText(options['fraction']), '').trimEnd();
  return phrases.gradients(asText(options['steps']), asText(options['can_live_with']), share);
}

function choosingInWords(policy: DecisionPolicy, phrases: PolicyPhrases): readonly string[] {
  const method = policy.method as ChoosingMethod;
  return [
    phrases.methods[method](policy.options, policy.seats),
    ...tieInWords(policy.options, phrases),
    phrases.optionCount(policy.minimumOptions, policy.maximumOptions),
    ...(['none_of_these', 'undeclared_write_in', 'excluded'] as const)
      .filter((name) => policy.options[name] === true)
      .map((name) => phrases.added[name]),
    countedAs(policy, phrases),
  ];
}

function tieInWords(options: RuleOptions, phrases: PolicyPhrases): readonly string[] {
  const decided: string[] = [];
  for (let rule = options['tie_break']; ;) {
    const { mode, then } = (rule ?? { mode: 'report_tie' }) as { mode?: Json; then?: Json };
    if (mode === 'fixed_order') return [...decided, phrases.tie.drawn];
    if (mode !== 'previous_rounds') return [...decided, phrases.tie.reported];
    decided.push(phrases.tie.earlierRounds);
    rule = then;
  }
}

/** Names every choice of the rule, so that nothing that could change an outcome is left to the summary above. */
function countedAs({ method, methodVersion, options }: DecisionPolicy, phrases: PolicyPhrases): string {
  const named = Object.keys(options)
    .filter((name) => name !== 'tie_break')
    .sort()
    .map((name) => `${name} = ${asText(options[name])}`);
  return phrases.countedAs(method, methodVersion, named);
}

const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

function quorumInWords({ quorum }: DecisionPolicy, phrases: PolicyPhrases): string {
  if (quorum.fraction.isZero()) return phrases.noQuorum;
  const counting = quorum.counting.map((kind) => phrases.counting[kind]);
  return phrases.quorum(
    quorum.fraction.equals(Ratio.one) ? null : quorum.fraction.toString(),
    quorum.measure,
    listInWords(counting, phrases.and),
  );
}

function timesInWords(policy: DecisionPolicy, phrases: PolicyPhrases): string {
  const duration = (hours: number): string =>
    hours % 24 === 0 ? phrases.days(hours / 24) : phrases.hours(hours);
  const isFixed = policy.minimumDurationHours === policy.maximumDurationHours;
  const most = isFixed ? null : duration(policy.maximumDurationHours);
  return `${phrases.opens(policy.noticeDays)} ${phrases.lasts(duration(policy.minimumDurationHours), most)}`;
}

function listInWords(items: readonly string[], word: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
