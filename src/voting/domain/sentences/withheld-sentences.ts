import type { SentenceLanguage } from '../outcome-sentences.js';
import type { PollOutcome } from '../count-poll.js';

interface WithheldPhrases {
  readonly outcome: Readonly<Record<Exclude<PollOutcome, 'decided'>, string>>;
  readonly chosen: (names: string) => string;
  readonly because: Readonly<Record<'few_ballots' | 'held_votes', string>>;
  readonly kept: string;
}

const PHRASES: Readonly<Record<SentenceLanguage, WithheldPhrases>> = {
  en: {
    outcome: {
      passed: 'Passed.',
      failed: 'Not passed.',
      no_quorum: 'No quorum: nothing was decided.',
      tie: 'A tie, which the rule does not break.',
    },
    chosen: (names) => `Chosen: ${names}.`,
    because: {
      few_ballots:
        'The vote is confidential, and so few voted, in all or of one class or weight, that the numbers would tell how somebody did: they are not given out.',
      held_votes:
        'The vote is confidential, and the list of ballots would tell those who delegated how their holder voted: the count is not given out.',
    },
    kept: 'It is kept whole under the hash of its ballots; who runs this server can hand its recount package to scrutineers.',
  },
  es: {
    outcome: {
      passed: 'Aprobada.',
      failed: 'No aprobada.',
      no_quorum: 'Sin quórum: no se decidió nada.',
      tie: 'Empate, que la regla no resuelve.',
    },
    chosen: (names) => `Elección: ${names}.`,
    because: {
      few_ballots:
        'El voto es confidencial, y han votado tan pocas personas, en total o de una clase o un peso, que las cifras revelarían cómo votó alguien: no se publican.',
      held_votes:
        'El voto es confidencial, y la lista de papeletas revelaría a quienes delegaron cómo votó su representante: el recuento no se publica.',
    },
    kept: 'Se conserva entero bajo la huella de sus papeletas; quien administra este servidor puede entregar el paquete de recuento a interventoras e interventores.',
  },
};

/** The outcome of a confidential poll whose count is withheld, and why. */
export function withheldSentences(
  poll: {
    readonly outcome: PollOutcome;
    readonly winners: readonly number[];
    readonly labels: readonly string[];
  },
  because: 'few_ballots' | 'held_votes',
  language: SentenceLanguage,
): string[] {
  const phrases = PHRASES[language];
  const chosen = poll.winners.map((position) => poll.labels[position] ?? '?').join(', ');
  return [
    ...(poll.outcome === 'decided' ? [] : [phrases.outcome[poll.outcome]]),
    ...(chosen === '' ? [] : [phrases.chosen(chosen)]),
    phrases.because[because],
    phrases.kept,
  ];
}
