import { expectSentences, type Example } from '../../../../test/support/sentence-examples.js';

const EXAMPLES: readonly Example[] = [
  {
    name: 'gradients',
    election: {
      method: 'gradients',
      options: { steps: 5, can_live_with: 3, fraction: '1/2', comparison: '>=' },
      ballots: [
        [3, [0]],
        [2, [3]],
        [1, [2]],
        [1, [null]],
      ],
      seats: 1,
    },
    en: [
      'Passed: enough can live with it.',
      'From the fullest agreement to the least: 3 · 0 · 1 · 2 · 0.',
      'The middle is step 2 (0 is the fullest agreement).',
      '4 of 6 votes can live with it; at least 3 was needed.',
      'Left uncounted: 1 vote on blank ballots.',
    ],
    es: [
      'Aprobada: se alcanza la parte que puede vivir con ella.',
      'Del acuerdo más pleno al menor: 3 · 0 · 1 · 2 · 0.',
      'El centro está en el grado 2 (0 es el acuerdo más pleno).',
      'Pueden vivir con ella 4 de 6 votos; se necesitaban al menos 3.',
      'Sin contar: 1 voto en papeletas en blanco.',
    ],
  },
  {
    name: 'consent',
    election: {
      method: 'consent',
      options: {},
      ballots: [
        [3, 'consent'],
        [1, 'stand_aside'],
        [1, { object: 'Too dear', state: 'integrated' }],
      ],
      seats: 1,
    },
    en: [
      'Passed by consent: no objection is open.',
      'Consenting: 3 votes; standing aside: 1 vote; objecting: 1 vote.',
      'Objection “Too dear”: integrated into the proposal.',
    ],
    es: [
      'Aprobada por consentimiento: no queda ninguna objeción abierta.',
      'Consienten: 3 votos; se apartan: 1 voto; objetan: 1 voto.',
      'Objeción «Too dear»: integrada en la propuesta.',
    ],
  },
  {
    name: 'an open objection',
    election: {
      method: 'consent',
      options: {},
      ballots: [
        [3, 'consent'],
        [1, { object: 'Too loud', state: 'open' }],
      ],
      seats: 1,
    },
    en: [
      'Not passed: an open objection stands in the way.',
      'Consenting: 3 votes; standing aside: 0 votes; objecting: 1 vote.',
      '1 objection is open.',
      'Objection “Too loud”: open.',
    ],
    es: [
      'No aprobada: queda alguna objeción abierta.',
      'Consienten: 3 votos; se apartan: 0 votos; objetan: 1 voto.',
      'Queda 1 objeción abierta.',
      'Objeción «Too loud»: abierta.',
    ],
  },
  {
    name: 'a class majority and a cap',
    election: {
      method: 'threshold',
      options: {
        base: 'cast',
        fraction: '1/2',
        comparison: '>',
        quorum: { counted: 'participating', fraction: '1/4', measure: 'people', comparison: '>=' },
        class_majorities: [
          { class: 'workers', base: 'cast', fraction: '2/3', comparison: '>=', measure: 'weight' },
        ],
        class_caps: [{ class: 'investors', share: '1/10' }],
      },
      ballots: [
        [6, { vote: 'for', class: 'workers', people: 6 }],
        [2, { vote: 'against', class: 'workers', people: 2 }],
        [5, { vote: 'against', class: 'investors', people: 5 }],
      ],
      seats: 1,
      electorate: { classes: { workers: { people: 10, weight: 10 }, investors: { people: 6, weight: 6 } } },
    },
    en: [
      'Passed.',
      'Counted: 6 for, 7 against, 0 abstaining.',
      'Quorum: 13 of 16 members took part; at least 1/4 of 16 members was needed, that is at least 4: reached.',
      'Class investors counts at most as 1/10 of the votes cast: its 5 votes count as 8/9.',
      'Votes for: 6, enough: more than 1/2 of the votes cast for and against was needed, that is more than 4 4/9.',
      'Class workers: votes for: 6, enough: at least 2/3 of the votes cast for and against was needed, that is at least 5 1/3.',
    ],
    es: [
      'Aprobada.',
      'Recuento: 6 a favor, 7 en contra, 0 abstenciones.',
      'Quórum: participaron 13 de 16 socias y socios; se necesitaba al menos 1/4 de 16 socias y socios, es decir, al menos 4: alcanzado.',
      'La clase investors cuenta como máximo 1/10 de los votos emitidos: sus 5 votos cuentan como 8/9.',
      'Votos a favor: 6, suficientes: se necesitaba más de 1/2 de los votos emitidos a favor y en contra, es decir, más de 4 4/9.',
      'Clase workers: votos a favor: 6, suficientes: se necesitaba al menos 2/3 de los votos emitidos a favor y en contra, es decir, al menos 5 1/3.',
    ],
  },
  {
    name: 'a veto',
    election: {
      method: 'threshold',
      options: { base: 'cast', fraction: '1/2', comparison: '>', quorum: null, block: 'veto' },
      ballots: [
        [6, 'for'],
        [1, 'block'],
      ],
      seats: 1,
      eligibleWeight: 20,
    },
    en: [
      'Not passed: as many members block it as the rule asks for.',
      'Counted: 6 for, 0 against, 0 abstaining, 1 blocking.',
      'No quorum is required.',
      'Votes for: 6, enough: more than 1/2 of the votes cast for and against was needed, that is more than 3 1/2.',
    ],
    es: [
      'No aprobada: la bloquean tantas socias y socios como pide la regla.',
      'Recuento: 6 a favor, 0 en contra, 0 abstenciones, 1 bloqueo.',
      'No se exige quórum.',
      'Votos a favor: 6, suficientes: se necesitaba más de 1/2 de los votos emitidos a favor y en contra, es decir, más de 3 1/2.',
    ],
  },
  {
    name: 'an equality',
    election: {
      method: 'threshold',
      options: { base: 'cast', fraction: '1/2', comparison: '>', quorum: null },
      ballots: [
        [6, 'for'],
        [6, 'against'],
      ],
      seats: 1,
      eligibleWeight: 20,
    },
    en: [
      'A tie: exactly as many for as against, and the rule asks for more than half.',
      'Counted: 6 for, 6 against, 0 abstaining.',
      'No quorum is required.',
      'Votes for: 6, not enough: more than 1/2 of the votes cast for and against was needed, that is more than 6.',
    ],
    es: [
      'Empate: tantos votos a favor como en contra, y la regla pide más de la mitad.',
      'Recuento: 6 a favor, 6 en contra, 0 abstenciones.',
      'No se exige quórum.',
      'Votos a favor: 6, insuficientes: se necesitaba más de 1/2 de los votos emitidos a favor y en contra, es decir, más de 6.',
    ],
  },
];

describe('one question in sentences', () => {
  it.each(EXAMPLES)('$name', expectSentences);
});
