import { methodsInEnglish } from './method-phrases-english.js';
import type { PolicyPhrases } from './policy-phrases.js';

const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);

export const policyInEnglish: PolicyPhrases = {
  decides: (body) => `The ${body.replace(/-/g, ' ')} decides.`,
  and: 'and',
  or: 'or',
  half: 'half',
  base: {
    cast: 'the votes cast for and against',
    valid: 'the votes cast, abstentions included,',
    eligible: 'all votes of those entitled to vote',
  },
  baseOfClass: {
    cast: (code) => `the votes that the class ${code} casts for and against`,
    valid: (code) => `the votes that the class ${code} casts, abstentions included,`,
    eligible: (code) => `all votes of the class ${code}`,
  },
  part: (comparison, fraction, base) =>
    `${comparison === '>' ? 'more than' : 'at least'} ${fraction} of ${base}`,
  all: (base) => `all of ${base}`,
  adoptedWhen: (part) => `It is adopted when ${part} are in favour.`,
  classAsWell: (part) => `Besides, ${part} must be in favour.`,
  classCap: (code, fraction) =>
    `The votes of the class ${code} together count for at most ${fraction} of all votes for and against.`,
  noMajority: 'No majority is needed.',
  anyInFavour: (base) => `It takes a vote in favour, counted in ${base}.`,
  block: {
    against: 'A member may block it with a reason; a block counts as a vote against.',
    veto: 'A member may block it with a reason; a single block stops it.',
  },
  early:
    'It ends before the announced close, though not before its least duration, once no remaining ballot could change its outcome.',
  consent: 'Members consent, stand aside, or object with a reason; it is adopted when no objection is open.',
  answerWithin: (count) =>
    count === 0
      ? 'An objection is answered before the close.'
      : `An objection is answered within ${days(count)}.`,
  overruledBy: (part) => `An objection can be overruled when ${part} are in favour of that.`,
  neverOverruled: 'No majority overrules an objection.',
  gradients: (steps, canLiveWith, share) =>
    `Members place it on a scale of ${steps} steps of agreement; it is adopted when ${share} the marks are on the first ${canLiveWith}.`,
  methods: methodsInEnglish,
  tie: {
    drawn: 'Ties are decided by an order drawn by lot for each vote when it opens.',
    reported: 'A tie is the result: nobody is picked among those who are equal.',
    earlierRounds: 'Those tied are told apart by the latest earlier round in which they differ.',
  },
  added: {
    none_of_these:
      'Beside them stands “none of these”, which is counted like any option: whatever comes after it is not chosen.',
    undeclared_write_in:
      'Beside them stands one for whoever is not listed, which cannot win: it goes out first, and its ballots pass on.',
    excluded:
      'While it is open, whoever may open such a vote may take an option out of it, with a reason that all read; it is then skipped on every ballot.',
  },
  optionCount: (least, most) =>
    least === most ? `There are exactly ${least} options.` : `There are ${least} to ${most} options.`,
  countedAs: (method, version, choices) =>
    `Counted as ${method}, version ${version}${choices.length > 0 ? `, with ${choices.join(', ')}` : ''}.`,
  noQuorum: 'No least participation is required.',
  quorum: (fraction, measure, counting) =>
    `${fraction === null ? 'All' : `At least ${fraction}`} of ${measure === 'people' ? 'the members entitled to vote' : 'the votes of those entitled to vote'} must take part; ${counting} count as taking part.`,
  counting: {
    for: 'votes for',
    against: 'votes against',
    abstain: 'abstentions',
    blank: 'blank ballots',
    invalid: 'invalid ballots',
    block: 'blocks',
    ballots: 'all ballots',
  },
  opens: (noticeDays) =>
    noticeDays === 0
      ? 'The vote may open without notice'
      : `The vote opens ${days(noticeDays)} after publication at the earliest`,
  lasts: (least, most) => (most === null ? `and lasts ${least}.` : `and lasts from ${least} to ${most}.`),
  openedBy: (openers) => `The vote is opened by ${openers}.`,
  opener: {
    author: 'the author',
    steward: 'a steward',
    treasurer: 'a treasurer',
    secretary: 'a secretary',
    facilitator: 'a facilitator',
  },
  visibility: {
    open: 'Everybody sees how each member voted.',
    confidential:
      'How each member voted is confidential: administrators of the system can see it, members cannot.',
  },
  results: {
    during: 'Results are shown while the vote is open.',
    after: 'Results are hidden until the vote has closed.',
  },
  extension: { possible: 'The vote may be extended.', impossible: 'The vote cannot be extended.' },
  noDelegation: 'Nobody votes for another by delegation.',
  delegation: (cap, reconfirm) =>
    [
      'A member may pass their vote to another, and take it back by voting.',
      cap === null ? '' : `At most ${cap} ${cap === 1 ? 'vote stands' : 'votes stand'} behind one member.`,
      reconfirm === null ? '' : `What was passed on must be confirmed again within ${days(reconfirm)}.`,
    ]
      .filter(Boolean)
      .join(' '),
  recount: (share, count) =>
    `${share === null ? 'Any elector' : `At least ${share} of the electors`} may have it counted again within ${days(count)} of the result.`,
  noRecount: 'Nobody can have it counted again, but by the package that everybody may recount.',
  dissent: (count) => `Within ${days(count)} after the result a member may have their dissent recorded.`,
  takesForce: (count) =>
    count === 0
      ? 'The decision takes force at once.'
      : `The decision takes force ${days(count)} after the result.`,
  days,
  hours: (count) => (count === 1 ? 'one hour' : `${count} hours`),
};
