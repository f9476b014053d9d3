import { Ratio } from '../../shared/ratio.js';
import { storedPolicy, type DecisionPolicy } from './decision-policy.js';
import { foundingBylaws } from './founding-bylaws.js';
import { policyInWords } from './policy-in-words.js';

const founding = (key: string): DecisionPolicy =>
  storedPolicy(foundingBylaws.find((rule) => rule.key === `decision-policy/${key}`)!.value);

describe('a rule of decision in words', () => {
  it('says who decides, by what majority, with what quorum, when, and who sees what', () => {
    expect(policyInWords(founding('bylaw-change'))).toEqual([
      'The general assembly decides.',
      'It is adopted when at least 2/3 of the votes cast for and against are in favour.',
      'At least 1/5 of the members entitled to vote must take part; votes for, votes against and abstentions count as taking part.',
      'The vote opens 14 days after publication at the earliest and lasts from one day to 60 days. The vote is opened by the author, a steward or a secretary.',
      'How each member voted is confidential: administrators of the system can see it, members cannot.',
      'Results are hidden until the vote has closed.',
      'The vote cannot be extended.',
      'Nobody votes for another by delegation.',
      'Any elector may have it counted again within 30 days of the result.',
      'The decision takes force at once.',
    ]);
  });

  it('names the base and the comparison, which are what members get wrong', () => {
    const policy = founding('resolution');
    const threshold = (fraction: Ratio, comparison: '>' | '>=', base: 'cast' | 'valid' | 'eligible') =>
      policyInWords({ ...policy, threshold: { fraction, comparison, base } })[1];
    expect(threshold(Ratio.of(1n, 2n), '>', 'eligible')).toBe(
      'It is adopted when more than half of all votes of those entitled to vote are in favour.',
    );
    expect(threshold(Ratio.of(3n, 4n), '>=', 'valid')).toBe(
      'It is adopted when at least 3/4 of the votes cast, abstentions included, are in favour.',
    );
    expect(threshold(Ratio.one, '>=', 'cast')).toBe(
      'It is adopted when all of the votes cast for and against are in favour.',
    );
    expect(threshold(Ratio.zero, '>=', 'cast')).toBe('No majority is needed.');
  });

  it('says when no quorum, no notice and a fixed duration are asked for', () => {
    const words = policyInWords({
      ...founding('resolution'),
      quorum: { measure: 'people', fraction: Ratio.zero, counting: ['for'] },
      noticeDays: 0,
      minimumDurationHours: 5,
      maximumDurationHours: 5,
      mayOpen: ['secretary'],
      effectiveAfterDays: 1,
    });
    expect(words).toContain('No least participation is required.');
    expect(words).toContain(
      'The vote may open without notice and lasts 5 hours. The vote is opened by a secretary.',
    );
    expect(words).toContain('The decision takes force one day after the result.');
  });
});

describe('what a rule says of classes, objections and votes passed on', () => {
  const resolution = founding('resolution');
  const part = { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' } as const;

  it('says what classes need of their own, what caps and blocks do, and when a result is certain', () => {
    const words = policyInWords({
      ...resolution,
      classMajorities: [{ class: 'worker', ...part }],
      classCaps: [{ class: 'investor', fraction: Ratio.of(1n, 10n) }],
      block: 'veto',
    });
    expect(words.slice(1, 5)).toEqual([
      'It is adopted when more than half of the votes cast for and against are in favour.',
      'Besides, at least 2/3 of the votes that the class worker casts for and against must be in favour.',
      'The votes of the class investor together count for at most 1/10 of all votes for and against.',
      'A member may block it with a reason; a single block stops it.',
    ]);
    expect(policyInWords({ ...resolution, earlyDecision: 'certain' })).toContain(
      'It ends before the announced close, though not before its least duration, once no remaining ballot could change its outcome.',
    );
  });

  it('says how consent deals with objections, and how long dissent may be recorded', () => {
    expect(policyInWords(founding('consent'))).toEqual(
      expect.arrayContaining([
        'Members consent, stand aside, or object with a reason; it is adopted when no objection is open.',
        'An objection is answered within 7 days.',
        'No majority overrules an objection.',
        'Within 14 days after the result a member may have their dissent recorded.',
      ]),
    );
    const overruled = { ...founding('consent'), objections: { mayOverrule: part, answerDays: 1 } };
    expect(policyInWords(overruled)).toContain(
      'An objection can be overruled when at least 2/3 of the votes cast for and against are in favour of that.',
    );
  });

  it('says whether a vote may be passed on, within what bounds', () => {
    expect(policyInWords(resolution)).toContain('Nobody votes for another by delegation.');
    const delegation = { allowed: true, holderCap: 5, reconfirmDays: 365 } as const;
    expect(policyInWords({ ...resolution, delegation })).toContain(
      'A member may pass their vote to another, and take it back by voting. At most 5 votes stand behind one member. What was passed on must be confirmed again within 365 days.',
    );
  });

  it('says how a choice is counted and how ties are decided, with every choice of the rule by name', () => {
    const words = policyInWords(founding('choice'));
    expect(words.slice(1, 5)).toEqual([
      'Each member ranks the options. As long as none is first on more than half of the ballots, the last one goes out and its ballots pass to their next choice.',
      'Ties are decided by an order drawn by lot for each vote when it opens.',
      'There are 2 to 20 options.',
      'Counted as irv, version 1.',
    ]);
    const options = {
      variant: 'scottish',
      tie_break: { mode: 'previous_rounds', then: { mode: 'report_tie' } },
    };
    expect(policyInWords({ ...founding('choice'), method: 'stv', seats: 5, options }).slice(1, 6)).toEqual([
      'Each member ranks the options. 5 seats are filled by single transferable vote (scottish): votes beyond what a seat needs, and those of whoever goes out, pass to the next choice.',
      'Those tied are told apart by the latest earlier round in which they differ.',
      'A tie is the result: nobody is picked among those who are equal.',
      'There are 2 to 20 options.',
      'Counted as stv, version 1, with variant = scottish.',
    ]);
  });

  it('says the same in Spanish', () => {
    expect(policyInWords(founding('bylaw-change'), 'es')).toEqual([
      'Decide la asamblea general.',
      'Se aprueba cuando al menos 2/3 de los votos emitidos a favor y en contra son favorables.',
      'Debe participar al menos 1/5 de las personas con derecho a voto; cuentan como participación los votos a favor, los votos en contra y las abstenciones.',
      'La votación se abre como pronto 14 días después de la publicación y dura de un día a 60 días. La abre quien la propone, la administración o la secretaría.',
      'Cómo votó cada persona es confidencial: pueden verlo quienes administran el sistema, no los demás miembros.',
      'Los resultados no se muestran hasta que la votación se cierra.',
      'La votación no puede prorrogarse.',
      'Nadie vota por otra persona por delegación.',
      'Cualquier persona del censo puede pedir un nuevo recuento en los 30 días siguientes al resultado.',
      'La decisión entra en vigor de inmediato.',
    ]);
  });
});
