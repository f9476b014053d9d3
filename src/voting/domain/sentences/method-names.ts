import type { MethodName } from '../../../membership/domain/decision-rule.js';
import { type ChoosingResult } from '../results/read-result.js';
import { type RunoffResult } from '../results/runoff-result.js';
import { type SentenceWords } from './sentence-words.js';

type Names = Readonly<Record<ChoosingResult['method'], string>>;

const ENGLISH: Names = {
  choice: 'plurality (the most votes)',
  approval: 'approval (the most approvals)',
  score: 'score',
  star: 'STAR (the two highest totals, then whom more voters score higher)',
  'majority-judgment': 'majority judgment (the best middle grade)',
  dots: 'points (the most points)',
  'weighted-split': 'split votes (the largest share)',
  quadratic: 'quadratic voting (the most votes, each option’s votes costing their square)',
  borda: 'the Borda count (points for places)',
  irv: 'instant run-off',
  stv: 'single transferable vote',
  schulze: 'the Schulze method',
  'ranked-pairs': 'ranked pairs',
  minimax: 'minimax (the smallest worst defeat)',
  copeland: 'Copeland (most pairwise victories)',
};

const SPANISH: Names = {
  choice: 'mayoría simple (más votos)',
  approval: 'votación por aprobación (más aprobaciones)',
  score: 'puntuación',
  star: 'STAR (los dos totales más altos y, entre ellos, la opción mejor puntuada por más votantes)',
  'majority-judgment': 'juicio mayoritario (la mejor mención central)',
  dots: 'puntos (más puntos)',
  'weighted-split': 'reparto del voto (la parte mayor)',
  quadratic: 'votación cuadrática (más votos; los votos a cada opción cuestan su cuadrado)',
  borda: 'recuento Borda (puntos por lugar)',
  irv: 'segunda vuelta instantánea',
  stv: 'voto único transferible',
  schulze: 'el método de Schulze',
  'ranked-pairs': 'pares ordenados',
  minimax: 'minimax (la peor derrota más pequeña)',
  copeland: 'Copeland (más victorias por pares)',
};

/** Methods that answer one question, as people call them. */
const QUESTIONS = {
  threshold: 'a vote for or against',
  consent: 'consent',
  gradients: 'gradients of agreement',
} as const;

/** Any method as people call it, without what it means or the variant that counts. */
export const methodCalled = (method: MethodName): string =>
  (method in QUESTIONS
    ? QUESTIONS[method as keyof typeof QUESTIONS]
    : ENGLISH[method as keyof Names]
  ).replace(/ \(.*$/, '');

const AGGREGATES = {
  en: { sum: 'the highest sum', mean: 'the highest mean', median: 'the highest median' },
  es: { sum: 'la suma más alta', mean: 'la media más alta', median: 'la mediana más alta' },
};

const VARIANTS: Readonly<
  Record<'en' | 'es', Readonly<Record<NonNullable<RunoffResult['variant']>, string>>>
> = {
  en: {
    scottish: 'Scottish rules',
    'wigm-prf': 'weighted inclusive Gregory, reference rule',
    'meek-prf': 'Meek’s rule, reference rule',
    meek: 'Meek’s rule',
    warren: 'Warren’s rule',
    'gregory-fractional': 'fractional surpluses',
  },
  es: {
    scottish: 'reglas escocesas',
    'wigm-prf': 'Gregory inclusivo ponderado, regla de referencia',
    'meek-prf': 'regla de Meek, de referencia',
    meek: 'regla de Meek',
    warren: 'regla de Warren',
    'gregory-fractional': 'excedentes fraccionarios',
  },
};

/** The method by name, with the variant that counted. */
export function methodName(result: ChoosingResult, words: SentenceWords): string {
  const name = words.of({ en: ENGLISH, es: SPANISH })[result.method];
  if (result.family === 'marks' && result.aggregate !== null)
    return `${name} (${words.of(AGGREGATES)[result.aggregate]})`;
  if (result.family === 'runoff' && result.variant !== null)
    return `${name} (${words.of(VARIANTS)[result.variant]})`;
  return name;
}
