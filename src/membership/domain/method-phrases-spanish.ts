import type { RuleOptions } from './decision-rule.js';
import type { PolicyPhrases } from './policy-phrases.js';

const shown = (options: RuleOptions, name: string): string | null => {
  const value = options[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};
const range = (options: RuleOptions): string => {
  const [lowest, highest] = Array.isArray(options['score_range'])
    ? (options['score_range'] as number[])
    : [0, 5];
  return `de ${lowest} a ${highest}`;
};
const best = (seats: number, by: string): string =>
  seats === 1 ? `se elige la opción con ${by}` : `se eligen las ${seats} opciones con ${by}`;
const ranked = 'Cada persona ordena las opciones';
const aggregates: Readonly<Record<string, string>> = { sum: 'suma', mean: 'media', median: 'mediana' };

/** How each method chooses, in one Spanish sentence. */
export const methodsInSpanish: PolicyPhrases['methods'] = {
  choice: (_, seats) => `Cada persona señala una opción; ${best(seats, 'más votos')}.`,
  approval: (options, seats) => {
    const [least, most] = [shown(options, 'min'), shown(options, 'max')];
    const bounds = [least && `al menos ${least}`, most && `como máximo ${most}`].filter(Boolean).join(' y ');
    return `Cada persona aprueba ${bounds || 'cuantas'} opciones${bounds ? '' : ' quiera'}; ${best(seats, 'más aprobaciones')}.`;
  },
  score: (options, seats) =>
    `Cada persona puntúa cada opción ${range(options)}; ${best(seats, `la mayor ${aggregates[shown(options, 'aggregate') ?? 'sum']} de puntos`)}.`,
  star: (options) =>
    `Cada persona puntúa cada opción ${range(options)}; de las dos con mayor total se elige la que más personas puntuaron por encima de la otra.`,
  'majority-judgment': (options, seats) =>
    `Cada persona da a cada opción una de ${shown(options, 'grades') ?? 'las'} calificaciones; ${best(seats, 'la mejor calificación mediana')}.`,
  borda: (_, seats) => `${ranked} y cada puesto da puntos; ${best(seats, 'más puntos')}.`,
  irv: () =>
    `${ranked}. Mientras ninguna sea la primera en más de la mitad de las papeletas, sale la última y sus papeletas pasan a la siguiente preferencia.`,
  stv: (options, seats) =>
    `${ranked}. ${seats === 1 ? 'Se cubre un puesto' : `Se cubren ${seats} puestos`} por voto único transferible (${shown(options, 'variant')}): los votos que sobran a quien ya tiene puesto, y los de quien sale, pasan a la siguiente preferencia.`,
  schulze: (_, seats) =>
    `${ranked}. Las opciones se comparan por parejas; ${best(seats, 'los caminos de victorias más fuertes (Schulze)')}.`,
  'ranked-pairs': () =>
    `${ranked}. Las victorias por parejas se fijan de la más fuerte a la más débil; se elige a quienes no tienen ninguna victoria fijada en contra.`,
  minimax: (_, seats) =>
    `${ranked}. Las opciones se comparan por parejas; ${best(seats, 'la menor de las peores derrotas')}.`,
  copeland: (_, seats) =>
    `${ranked}. Las opciones se comparan por parejas; ${best(seats, 'más victorias, descontadas las derrotas')}.`,
  dots: (options, seats) => {
    const most = shown(options, 'per_option');
    return `Cada persona reparte ${shown(options, 'points')} puntos entre las opciones${most ? `, como máximo ${most} en una` : ''}; ${best(seats, 'más puntos')}.`;
  },
  'weighted-split': (_, seats) =>
    `El voto de cada persona se divide entre las opciones en la proporción que indique; ${best(seats, 'la mayor parte')}.`,
  quadratic: (options, seats) =>
    `Cada persona tiene ${shown(options, 'credits')} créditos, y k votos a una opción cuestan k × k; ${best(seats, 'más votos')}.`,
};
