import type { VoteEnd } from './resolve-votes.js';
import { standingSentences } from './standing-sentences.js';
import { standingOf, type StandingFacts } from './vote-standing.js';

const facts: StandingFacts = {
  ...{
    isElector: true,
    hasWithdrawn: false,
    hasBallot: false,
    hasCast: false,
    isCurrent: true,
    allowed: true,
  },
  ...{ holderCap: null, isFinal: false, end: null, resting: [] },
};
const toBo = { at: 'Bo', steps: 1, path: ['Bo'] };
const toCy = { at: 'Cy', steps: 2, path: ['Bo', 'Cy'] };
const told = (more: Partial<StandingFacts>, language: 'en' | 'es' = 'en'): string =>
  standingSentences(standingOf({ ...facts, ...more }), (member) => member, language).join(' ');

describe('where a vote stands, in words', () => {
  const table: readonly [Partial<StandingFacts>, string, string][] = [
    [{ isElector: false, hasBallot: true }, 'You have no vote here.', 'No tienes voto aquí.'],
    [
      { hasWithdrawn: true, hasBallot: true },
      'You have withdrawn from this vote',
      'Te has retirado de esta votación',
    ],
    [{ hasBallot: true, allowed: false }, 'Your own ballot counts', 'Cuenta tu propio voto'],
    [
      { allowed: false },
      'The rule of this vote allows no delegation',
      'La regla de esta votación no permite delegar',
    ],
    [
      { hasCast: true, end: null },
      'The text has changed since you voted, and you are asked again',
      'El texto ha cambiado desde que votaste',
    ],
    [
      { isCurrent: false },
      'Your membership does not stand at the close',
      'Tu condición de socia o socio no está vigente',
    ],
    [{}, 'You have neither voted nor delegated', 'No has votado ni delegado'],
    [
      { end: { kind: 'blocked' } },
      'You have said that nobody votes for you',
      'Has dicho que aquí nadie vota por ti',
    ],
    [
      { end: { kind: 'counted', ...toBo } },
      'Your vote counts as Bo votes. If you cast',
      'Tu voto cuenta según vota Bo. Si votas',
    ],
    [
      { end: { kind: 'counted', ...toCy } },
      'Your vote counts as Cy votes. You delegated it to Bo, who passed it on; it passes through 2 members.',
      'Tu voto cuenta según vota Cy. Lo delegaste en Bo, que lo pasó; pasa por 2 personas.',
    ],
    [
      { end: { kind: 'cycle', inCircle: true, at: 'You', steps: 3, path: ['Bo', 'Cy', 'You'] } },
      'It goes round in a circle: you → Bo → Cy → you.',
      'Va dando vueltas en círculo: tú → Bo → Cy → tú.',
    ],
    [
      { end: { kind: 'cycle', inCircle: false, ...toCy } },
      'You delegated it to Bo, from whom it comes into a circle.',
      'Lo delegaste en Bo, y de ahí entra en un círculo.',
    ],
    [
      { end: { kind: 'dead_end', deadEnd: 'no_ballot', ...toBo } },
      'Bo has not voted and has passed it on to nobody.',
      'Bo no ha votado ni lo ha pasado a nadie.',
    ],
    [
      { end: { kind: 'dead_end', deadEnd: 'not_elector', ...toCy } },
      'You delegated it to Bo, who passed it on. Whoever holds it last is not in the electorate of this vote.',
      'Lo delegaste en Bo, que lo pasó. Quien lo tiene al final no figura en el censo de esta votación.',
    ],
    [
      { end: { kind: 'holder_cap', ...toBo }, holderCap: 3 },
      'Bo holds as many votes of others as the rule allows (3).',
      'Bo tiene tantos votos ajenos como permite la regla (3).',
    ],
    [
      { resting: [{ id: 'd', holder: 'Bo', rests: 'lapsed', until: '2026-03-31' }] },
      'Your delegation to Bo lapsed after 2026-03-31',
      'Tu delegación en Bo caducó después del 2026-03-31',
    ],
  ];
  for (const [more, english, spanish] of table)
    it(english, () => {
      expect(told(more)).toContain(english);
      expect(told(more, 'es')).toContain(spanish);
    });

  it('names nobody beyond whom the member chose, but for who votes and for a circle they are in', () => {
    const ends: VoteEnd[] = [
      { kind: 'dead_end', deadEnd: 'no_ballot', at: 'Di', steps: 3, path: ['Bo', 'Cy', 'Di'] },
      { kind: 'cycle', inCircle: false, at: 'Di', steps: 3, path: ['Bo', 'Cy', 'Di'] },
      { kind: 'counted', at: 'Di', steps: 3, path: ['Bo', 'Cy', 'Di'] },
    ];
    for (const end of ends) {
      const seen = JSON.stringify(standingOf({ ...facts, end })) + told({ end });
      expect(seen).not.toContain('Cy');
      expect(seen.includes('Di')).toBe(end.kind === 'counted');
    }
  });

  it('tells a circle too long to be told by its beginning', () => {
    const path = Array.from({ length: 32 }, (_, place) => `M${place}`);
    expect(told({ end: { kind: 'cycle', inCircle: true, at: 'You', steps: 40, path } })).toContain(
      'M31 → … → you.',
    );
  });
});
