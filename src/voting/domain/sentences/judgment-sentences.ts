import { Ratio } from '../../../shared/ratio.js';
import { type JudgmentResult } from '../results/judgment-result.js';
import { headlines, tieSentences, uncountedSentence } from './choosing-sentences.js';
import { type SentenceWords } from './sentence-words.js';

const PHRASES = {
  en: {
    scale: (highest: string) => `Grades go from 0, the lowest, to ${highest}.`,
    grades: (list: string) => `Middle grades: ${list}.`,
    direct: (a: string, gradeA: string, b: string, gradeB: string) =>
      `The nearest two: ${a} has the middle grade ${gradeA}, ${b} has ${gradeB}.`,
    removed: (a: string, gradeA: string, b: string, gradeB: string, votes: string) =>
      `${a} and ${b} have the same middle grade; once equal middle grades have been taken from each (${votes}), the next is ${gradeA} for ${a} and ${gradeB} for ${b}.`,
  },
  es: {
    scale: (highest: string) => `Las menciones van de 0, la más baja, a ${highest}.`,
    grades: (list: string) => `Menciones centrales: ${list}.`,
    direct: (a: string, gradeA: string, b: string, gradeB: string) =>
      `Las dos opciones más próximas: ${a} tiene la mención central ${gradeA}; ${b}, ${gradeB}.`,
    removed: (a: string, gradeA: string, b: string, gradeB: string, votes: string) =>
      `${a} y ${b} tienen la misma mención central; al retirar de cada opción las menciones centrales iguales (${votes}), la siguiente es ${gradeA} para ${a} y ${gradeB} para ${b}.`,
  },
};

/** `majority-judgment`: the middle grades, and what told the last with a place from the first without. */
export function judgmentSentences(result: JudgmentResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const grades = result.options.map(({ option, majorityGrade }) => ({
    option,
    amount: majorityGrade === null ? null : Ratio.of(BigInt(majorityGrade)),
  }));
  return [
    ...headlines(result, words),
    phrases.scale(String(result.highestGrade)),
    phrases.grades(words.amounts(grades)),
    ...decidingSentence(result, words),
    ...tieSentences(result, words),
    uncountedSentence(result, words),
  ];
}

function decidingSentence({ deciding }: JudgmentResult, words: SentenceWords): string[] {
  if (deciding === null) return [];
  const phrases = words.of(PHRASES);
  const [a, b] = deciding.options.map((option) => words.name(option)) as [string, string];
  const [gradeA, gradeB] = deciding.grades.map(String) as [string, string];
  return deciding.removed.isZero()
    ? [phrases.direct(a, gradeA, b, gradeB)]
    : [phrases.removed(a, gradeA, b, gradeB, words.votes(deciding.removed))];
}
