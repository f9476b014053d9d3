import { expectSentences, type Example } from '../../../../test/support/sentence-examples.js';

const EXAMPLES: readonly Example[] = [
  {
    name: 'dots',
    election: {
      method: 'dots',
      options: { points: 9 },
      ballots: [
        [
          3,
          [
            [0, 5],
            [1, 4],
          ],
        ],
        [2, [[1, 9]]],
        [1, []],
      ],
      seats: 1,
    },
    en: [
      'Berta wins by points (the most points).',
      'Points: Berta 30, Ana 15, Carla 0, Inés 0.',
      'Berta leads with 30 points; Ana follows with 15 points.',
      '15 further points for Ana would have made another result.',
      'Left uncounted: 1 vote on blank ballots.',
    ],
    es: [
      'Gana Berta por puntos (más puntos).',
      'Puntos: Berta 30, Ana 15, Carla 0, Inés 0.',
      'Berta va por delante con 30 puntos; le sigue Ana con 15 puntos.',
      'Con 15 puntos más para Ana, el resultado habría sido otro.',
      'Sin contar: 1 voto en papeletas en blanco.',
    ],
  },
  {
    name: 'split votes',
    election: {
      method: 'weighted-split',
      options: {},
      ballots: [
        [
          3,
          [
            [0, 2],
            [1, 1],
          ],
        ],
        [1, [[1, 3]]],
      ],
      seats: 1,
    },
    en: [
      'No option is chosen by split votes (the largest share).',
      'Votes: Ana 2, Berta 2, Carla 0, Inés 0.',
      'Ana and Berta are equal; the rule does not break this tie, so that nothing is decided between them.',
      '1 further vote for Ana would have made another result.',
      'Every ballot was counted.',
    ],
    es: [
      'No se elige ninguna opción por reparto del voto (la parte mayor).',
      'Votos: Ana 2, Berta 2, Carla 0, Inés 0.',
      'Ana y Berta empatan; la regla no deshace este empate, de modo que nada se decide entre estas opciones.',
      'Con 1 voto más para Ana, el resultado habría sido otro.',
      'Se contaron todas las papeletas.',
    ],
  },
  {
    name: 'quadratic voting',
    election: {
      method: 'quadratic',
      options: { credits: 9 },
      ballots: [
        [
          3,
          [
            [0, 2],
            [1, 1],
          ],
        ],
        [2, [[1, 3]]],
      ],
      seats: 1,
    },
    en: [
      'Berta wins by quadratic voting (the most votes, each option’s votes costing their square).',
      'Votes: Berta 9, Ana 6, Carla 0, Inés 0.',
      'Berta leads with 9 votes; Ana follows with 6 votes.',
      '3 further votes for Ana would have made another result.',
      'Every ballot was counted.',
    ],
    es: [
      'Gana Berta por votación cuadrática (más votos; los votos a cada opción cuestan su cuadrado).',
      'Votos: Berta 9, Ana 6, Carla 0, Inés 0.',
      'Berta va por delante con 9 votos; le sigue Ana con 6 votos.',
      'Con 3 votos más para Ana, el resultado habría sido otro.',
      'Se contaron todas las papeletas.',
    ],
  },
];

describe('points in sentences', () => {
  it.each(EXAMPLES)('$name', expectSentences);
});
