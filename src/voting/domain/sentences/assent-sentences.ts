import {
  type ConsentResult,
  type GradientsProposal,
  type GradientsResult,
  type ShareCondition,
} from '../results/assent-result.js';
import { uncountedSentence } from './choosing-sentences.js';
import { type SentenceWords } from './sentence-words.js';

const CONSENT = {
  en: {
    outcome: {
      passed: 'Passed by consent: no objection is open.',
      objected: 'Not passed: an open objection stands in the way.',
      no_ballots: 'Not passed: nobody has said anything, so nobody has consented.',
    },
    counted: (consent: string, aside: string, object: string) =>
      `Consenting: ${consent}; standing aside: ${aside}; objecting: ${object}.`,
    open: (number: string, one: boolean) => `${number} ${one ? 'objection is' : 'objections are'} open.`,
    state: {
      open: 'open',
      integrated: 'integrated into the proposal',
      answered: 'answered',
      withdrawn: 'withdrawn',
      overruled: 'overruled',
      invalid: 'found invalid',
    },
    objection: (reason: string, state: string) => `Objection “${reason}”: ${state}.`,
  },
  es: {
    outcome: {
      passed: 'Aprobada por consentimiento: no queda ninguna objeción abierta.',
      objected: 'No aprobada: queda alguna objeción abierta.',
      no_ballots: 'No aprobada: nadie se ha pronunciado, así que nadie ha consentido.',
    },
    counted: (consent: string, aside: string, object: string) =>
      `Consienten: ${consent}; se apartan: ${aside}; objetan: ${object}.`,
    open: (number: string, one: boolean) =>
      one ? `Queda ${number} objeción abierta.` : `Quedan ${number} objeciones abiertas.`,
    state: {
      open: 'abierta',
      integrated: 'integrada en la propuesta',
      answered: 'respondida',
      withdrawn: 'retirada',
      overruled: 'desestimada por votación',
      invalid: 'declarada no válida',
    },
    objection: (reason: string, state: string) => `Objeción «${reason}»: ${state}.`,
  },
};

/** `consent`: whether an objection is open, and what became of each. */
export function consentSentences(result: ConsentResult, words: SentenceWords): string[] {
  const phrases = words.of(CONSENT);
  const { consenting, standingAside, objecting, openObjections } = result;
  return [
    phrases.outcome[result.outcome],
    phrases.counted(words.votes(consenting), words.votes(standingAside), words.votes(objecting)),
    ...(openObjections > 0 ? [phrases.open(String(openObjections), openObjections === 1)] : []),
    ...result.objections.map(({ reason, state }) => phrases.objection(reason, phrases.state[state])),
  ];
}

const GRADIENTS = {
  en: {
    outcome: { passed: 'Passed: enough can live with it.', failed: 'Not passed: too few can live with it.' },
    of: (name: string, outcome: string) => `${name}: ${outcome}`,
    steps: (list: string) => `From the fullest agreement to the least: ${list}.`,
    median: (step: string) => `The middle is step ${step} (0 is the fullest agreement).`,
    enough: (counted: string, of: string, comparison: string, needed: string) =>
      `${counted} of ${of} can live with it; ${comparison} ${needed} was needed.`,
    comparison: { '>': 'more than', '>=': 'at least' },
  },
  es: {
    outcome: {
      passed: 'Aprobada: se alcanza la parte que puede vivir con ella.',
      failed: 'No aprobada: no se alcanza la parte que puede vivir con ella.',
    },
    of: (name: string, outcome: string) => `${name}: ${outcome}`,
    steps: (list: string) => `Del acuerdo más pleno al menor: ${list}.`,
    median: (step: string) => `El centro está en el grado ${step} (0 es el acuerdo más pleno).`,
    enough: (counted: string, of: string, comparison: string, needed: string) =>
      `Pueden vivir con ella ${counted} de ${of}; se necesitaban ${comparison} ${needed}.`,
    comparison: { '>': 'más de', '>=': 'al menos' },
  },
};

/** `gradients`: the distribution, the middle, and whether enough can live with it. */
export function gradientsSentences(result: GradientsResult, words: SentenceWords): string[] {
  const several = result.proposals.length > 1;
  return [
    ...result.proposals.flatMap((proposal) => proposalSentences(proposal, several, words)),
    uncountedSentence(result, words),
  ];
}

function proposalSentences(proposal: GradientsProposal, several: boolean, words: SentenceWords): string[] {
  const phrases = words.of(GRADIENTS);
  const outcome = phrases.outcome[proposal.passed ? 'passed' : 'failed'];
  return [
    several ? phrases.of(words.name(proposal.proposal), outcome) : outcome,
    phrases.steps(proposal.votesByStep.map((votes) => words.amount(votes)).join(' · ')),
    ...(proposal.median === null ? [] : [phrases.median(String(proposal.median))]),
    enough(proposal.canLiveWith, words),
  ];
}

function enough({ counted, base, comparison, needed }: ShareCondition, words: SentenceWords): string {
  const phrases = words.of(GRADIENTS);
  return phrases.enough(
    words.amount(counted),
    words.votes(base),
    phrases.comparison[comparison],
    words.amount(needed),
  );
}
