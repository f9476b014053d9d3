import { completed, foundingQuestions, slugOf, variableOf } from './founding-answers.js';

describe('what must be known to found a cooperative', () => {
  it('makes a short name of any name', () => {
    expect(slugOf('Panadería del Río, S. Coop.')).toBe('panaderia-del-rio-s-coop');
    expect(slugOf('  --  ')).toBe('');
    expect(slugOf(`${'a'.repeat(48)} b`)).toBe('a'.repeat(48));
  });

  it('is completed by what is usual, and otherwise says what is still open', () => {
    const people = { founderName: 'A', founderEmail: 'a@b.c', secondName: 'B', secondEmail: 'b@b.c' };
    expect(completed({ name: 'Río', ...people, currency: ' ' })).toMatchObject({
      answers: { slug: 'rio', kind: 'consumer', currency: 'EUR', locale: 'en' },
    });
    const known = completed({ name: 'Río', founderName: 'A' });
    expect('open' in known && known.open.map(({ key }) => key)).toEqual([
      'founderEmail',
      'secondName',
      'secondEmail',
    ]);
  });

  it('has a variable of the environment for every question', () => {
    expect(foundingQuestions.map(variableOf)).toContain('ROCHDALE_FOUNDER_EMAIL');
    expect(new Set(foundingQuestions.map(variableOf)).size).toBe(foundingQuestions.length);
  });
});
