import { expectSentences, type Example } from '../../../../test/support/sentence-examples.js';

type Ballots = Example['election']['ballots'];
const DRAWN = { mode: 'fixed_order', order: [3, 1, 0, 2] };
const MARKS: Ballots = [
  [5, [5, 3, 0, 1]],
  [4, [2, 4, 5, null]],
  [2, [0, 4, 4, 5]],
  [1, [null, null, null, null]],
  [1, [9, 1, 1, 1]],
];

const EXAMPLES: readonly Example[] = [
  {
    name: 'plurality',
    election: {
      method: 'choice',
      options: { tie_break: DRAWN },
      ballots: [
        [14, 0],
        [12, 1],
        [9, 2],
        [1, null],
      ],
      seats: 1,
    },
    en: [
      'Ana wins by plurality (the most votes).',
      'Votes: Ana 14, Berta 12, Carla 9, Inés 0.',
      'Ana leads with 14 votes; Berta follows with 12 votes.',
      '2 further votes for Berta would have made another result.',
      'Left uncounted: 1 vote on blank ballots.',
    ],
    es: [
      'Gana Ana por mayoría simple (más votos).',
      'Votos: Ana 14, Berta 12, Carla 9, Inés 0.',
      'Ana va por delante con 14 votos; le sigue Berta con 12 votos.',
      'Con 2 votos más para Berta, el resultado habría sido otro.',
      'Sin contar: 1 voto en papeletas en blanco.',
    ],
  },
  {
    name: 'a tie that the drawn order breaks',
    election: {
      method: 'choice',
      options: { tie_break: DRAWN },
      ballots: [
        [12, 0],
        [12, 1],
        [9, 2],
      ],
      seats: 1,
    },
    en: [
      'Berta wins by plurality (the most votes).',
      'Votes: Ana 12, Berta 12, Carla 9, Inés 0.',
      'Ana and Berta are equal; the order drawn before the count (Berta, Ana; its seed is recorded) decides: Berta is chosen.',
      '1 further vote for Ana would have made another result.',
      'Every ballot was counted.',
    ],
    es: [
      'Gana Berta por mayoría simple (más votos).',
      'Votos: Ana 12, Berta 12, Carla 9, Inés 0.',
      'Ana y Berta empatan; decide el orden sorteado antes del recuento (Berta, Ana; su semilla consta en el registro): se elige Berta.',
      'Con 1 voto más para Ana, el resultado habría sido otro.',
      'Se contaron todas las papeletas.',
    ],
  },
  {
    name: 'a tie that is reported',
    election: {
      method: 'choice',
      options: {},
      ballots: [
        [12, 0],
        [12, 1],
        [9, 2],
      ],
      seats: 1,
    },
    en: [
      'No option is chosen by plurality (the most votes).',
      'Votes: Ana 12, Berta 12, Carla 9, Inés 0.',
      'Ana and Berta are equal; the rule does not break this tie, so that nothing is decided between them.',
      '1 further vote for Ana would have made another result.',
      'Every ballot was counted.',
    ],
    es: [
      'No se elige ninguna opción por mayoría simple (más votos).',
      'Votos: Ana 12, Berta 12, Carla 9, Inés 0.',
      'Ana y Berta empatan; la regla no deshace este empate, de modo que nada se decide entre estas opciones.',
      'Con 1 voto más para Ana, el resultado habría sido otro.',
      'Se contaron todas las papeletas.',
    ],
  },
  {
    name: 'none of these',
    election: {
      method: 'choice',
      options: { none_of_these: 3 },
      ballots: [
        [5, 3],
        [2, 0],
      ],
      seats: 1,
    },
    en: [
      'Inés comes first by plurality (the most votes): that means none of the options, and none of them is chosen.',
      'Votes: Inés 5, Ana 2, Berta 0, Carla 0.',
      'Inés leads with 5 votes; Ana follows with 2 votes.',
      '3 further votes for Ana would have made another result.',
      'Every ballot was counted.',
    ],
    es: [
      'Inés queda en primer lugar por mayoría simple (más votos): significa ninguna de las opciones, y no se elige ninguna.',
      'Votos: Inés 5, Ana 2, Berta 0, Carla 0.',
      'Inés va por delante con 5 votos; le sigue Ana con 2 votos.',
      'Con 3 votos más para Ana, el resultado habría sido otro.',
      'Se contaron todas las papeletas.',
    ],
  },
  {
    name: 'approval for several seats',
    election: {
      method: 'approval',
      options: { tie_break: DRAWN },
      ballots: [
        [14, [0, 1]],
        [12, [1, 2]],
        [9, [2]],
      ],
      seats: 2,
    },
    en: [
      'Chosen by approval (the most approvals) for 2 seats: Berta and Carla.',
      'Approvals: Berta 26, Carla 21, Ana 14, Inés 0.',
      'The last place was decided between Carla with 21 approvals and Ana with 14 approvals.',
      '7 further approvals for Ana would have made another result.',
      'Every ballot was counted.',
    ],
    es: [
      'Obtienen plaza por votación por aprobación (más aprobaciones), para 2 plazas: Berta y Carla.',
      'Aprobaciones: Berta 26, Carla 21, Ana 14, Inés 0.',
      'La última plaza se decidió entre Carla, con 21 aprobaciones, y Ana, con 14 aprobaciones.',
      'Con 7 aprobaciones más para Ana, el resultado habría sido otro.',
      'Se contaron todas las papeletas.',
    ],
  },
  {
    name: 'score',
    election: {
      method: 'score',
      options: { aggregate: 'mean', score_range: [0, 5], blank: 'abstention' },
      ballots: MARKS,
      seats: 1,
    },
    en: [
      'Berta wins by score (the highest mean).',
      'Scores: Berta 3 6/11, Ana 3, Carla 2 6/11, Inés 2 1/7.',
      'Berta leads with 3 6/11 points; Ana follows with 3 points.',
      'Left uncounted: 1 vote on blank ballots and 1 vote on ballots that the rule cannot count.',
    ],
    es: [
      'Gana Berta por puntuación (la media más alta).',
      'Puntuaciones: Berta 3 6/11, Ana 3, Carla 2 6/11, Inés 2 1/7.',
      'Berta va por delante con 3 6/11 puntos; le sigue Ana con 3 puntos.',
      'Sin contar: 1 voto en papeletas en blanco y 1 voto en papeletas que la regla no puede contar.',
    ],
  },
  {
    name: 'STAR',
    election: {
      method: 'star',
      options: {
        scoring_tie: ['fewest_losses', 'lot_order'],
        runoff_tie: ['higher_total', 'lot_order'],
        tie_break: DRAWN,
      },
      ballots: MARKS,
      seats: 1,
    },
    en: [
      'Berta wins by STAR (the two highest totals, then whom more voters score higher).',
      'Total scores: Berta 39, Ana 33, Carla 28, Inés 15.',
      'The two finalists are Berta and Ana.',
      'Run-off between Berta and Ana, by who is scored higher: 6 votes to 5.',
      'Left uncounted: 1 vote on blank ballots and 1 vote on ballots that the rule cannot count.',
    ],
    es: [
      'Gana Berta por STAR (los dos totales más altos y, entre ellos, la opción mejor puntuada por más votantes).',
      'Puntuaciones totales: Berta 39, Ana 33, Carla 28, Inés 15.',
      'Las dos opciones finalistas son Berta y Ana.',
      'Vuelta final entre Berta y Ana, según cuál se puntúa más alto: 6 votos a 5.',
      'Sin contar: 1 voto en papeletas en blanco y 1 voto en papeletas que la regla no puede contar.',
    ],
  },
  {
    name: 'STAR with a tied run-off',
    election: {
      method: 'star',
      options: { scoring_tie: ['fewest_losses', 'report'], runoff_tie: ['higher_total', 'report'] },
      ballots: [
        [2, [5, 3, 0, 0]],
        [2, [1, 2, 0, 0]],
      ],
      seats: 1,
    },
    en: [
      'Ana wins by STAR (the two highest totals, then whom more voters score higher).',
      'Total scores: Ana 12, Berta 10, Carla 0, Inés 0.',
      'The two finalists are Ana and Berta.',
      'Run-off between Ana and Berta, by who is scored higher: 2 votes to 2.',
      'Ana and Berta are equal; the higher total decides: Ana wins the run-off.',
      'Every ballot was counted.',
    ],
    es: [
      'Gana Ana por STAR (los dos totales más altos y, entre ellos, la opción mejor puntuada por más votantes).',
      'Puntuaciones totales: Ana 12, Berta 10, Carla 0, Inés 0.',
      'Las dos opciones finalistas son Ana y Berta.',
      'Vuelta final entre Ana y Berta, según cuál se puntúa más alto: 2 votos a 2.',
      'Ana y Berta empatan; decide el total más alto: gana la vuelta final Ana.',
      'Se contaron todas las papeletas.',
    ],
  },
  {
    name: 'majority judgment',
    election: { method: 'majority-judgment', options: { grades: 6 }, ballots: MARKS, seats: 1 },
    en: [
      'Berta wins by majority judgment (the best middle grade).',
      'Grades go from 0, the lowest, to 5.',
      'Middle grades: Berta 4, Carla 4, Ana 2, Inés 1.',
      'Berta and Carla have the same middle grade; once equal middle grades have been taken from each (1 vote), the next is 3 for Berta and 0 for Carla.',
      'Left uncounted: 1 vote on blank ballots and 1 vote on ballots that the rule cannot count.',
    ],
    es: [
      'Gana Berta por juicio mayoritario (la mejor mención central).',
      'Las menciones van de 0, la más baja, a 5.',
      'Menciones centrales: Berta 4, Carla 4, Ana 2, Inés 1.',
      'Berta y Carla tienen la misma mención central; al retirar de cada opción las menciones centrales iguales (1 voto), la siguiente es 3 para Berta y 0 para Carla.',
      'Sin contar: 1 voto en papeletas en blanco y 1 voto en papeletas que la regla no puede contar.',
    ],
  },
];

describe('marks in sentences', () => {
  it.each(EXAMPLES)('$name', expectSentences);
});
