import { Ratio } from '../../shared/ratio.js';
import { outcomeSentences } from './outcome-sentences.js';
import { thresholdOutcome, votesOf } from '../../../test/support/threshold-polls.js';
import { oneVote } from './threshold-outcome.js';

const half = Ratio.of(1n, 2n);
const everyChoice = ['for', 'against', 'abstain'] as const;

describe('the outcome in sentences', () => {
  const arithmetic = thresholdOutcome(
    {
      threshold: { fraction: half, comparison: '>', base: 'cast' },
      quorum: { measure: 'people', fraction: Ratio.of(1n, 10n), counting: everyChoice },
    },
    { people: 100n, weightMillionths: 100n * oneVote },
    [votesOf('for', 12), votesOf('against', 3), votesOf('abstain', 2)],
  );

  it('shows its numbers in English', () => {
    expect(outcomeSentences(arithmetic, 'en')).toEqual([
      'Passed.',
      'Counted: 12 for, 3 against, 2 abstaining.',
      'Quorum: 17 of 100 members took part (counting for, against and abstaining); at least 1/10 of 100 members was needed, that is at least 10: reached.',
      'Votes for: 12, enough: more than 1/2 of the votes cast for and against was needed, that is more than 7 1/2.',
      '9 further votes against would have stopped it.',
    ]);
  });

  it('shows the same numbers in Spanish', () => {
    expect(outcomeSentences(arithmetic, 'es')).toEqual([
      'Aprobada.',
      'Recuento: 12 a favor, 3 en contra, 2 abstenciones.',
      'Quórum: participaron 17 de 100 socias y socios (cuentan a favor, en contra y abstenciones); se necesitaba al menos 1/10 de 100 socias y socios, es decir, al menos 10: alcanzado.',
      'Votos a favor: 12, suficientes: se necesitaba más de 1/2 de los votos emitidos a favor y en contra, es decir, más de 7 1/2.',
      'Con 9 votos más en contra no se habría aprobado.',
    ]);
  });

  it('says so when nobody voted for it, rather than comparing nothing with nothing', () => {
    const nobody = thresholdOutcome(
      {
        threshold: { fraction: half, comparison: '>=', base: 'cast' },
        quorum: { measure: 'people', fraction: Ratio.zero, counting: everyChoice },
      },
      { people: 3n, weightMillionths: 3n * oneVote },
      [],
    );
    expect(outcomeSentences(nobody, 'en')[3]).toBe(
      'Nobody voted for it, and what nobody votes for does not pass.',
    );
    expect(outcomeSentences(nobody, 'es')[3]).toBe('Nadie votó a favor, y lo que nadie vota no se aprueba.');
  });

  it('says when no quorum is required, and when too few votes were left', () => {
    const lost = thresholdOutcome(
      {
        threshold: { fraction: half, comparison: '>', base: 'valid' },
        quorum: { measure: 'weight', fraction: Ratio.zero, counting: everyChoice },
      },
      { people: 3n, weightMillionths: 3n * oneVote },
      [votesOf('against', 3)],
    );
    expect(outcomeSentences(lost, 'en').slice(2)).toEqual([
      'No quorum is required.',
      'Votes for: 0, not enough: more than 1/2 of the votes cast with abstentions was needed, that is more than 1 1/2.',
      '4 further votes for would have passed it. There were not that many votes left.',
    ]);
  });
});
