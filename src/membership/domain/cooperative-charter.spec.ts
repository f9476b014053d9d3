import type { Refusal } from '../../shared/refusal.js';
import { checkCharter, oneClass, type Charter } from './cooperative-charter.js';

const charter: Charter = {
  name: 'Panadería Ñandú',
  slug: 'nandu',
  kind: 'worker',
  currency: 'EUR',
  locale: 'es',
  timeZone: 'America/Argentina/Buenos_Aires',
  classes: oneClass,
};

describe('the charter of a cooperative', () => {
  it('is taken when everything is in order', () => {
    expect(checkCharter(charter)).toEqual(charter);
    expect(checkCharter({ ...charter, timeZone: 'UTC' })).toMatchObject({ timeZone: 'UTC' });
  });

  it('is refused with every fault named at once', () => {
    const refusal = checkCharter({
      name: ' ',
      slug: 'No Spaces',
      kind: 'club' as never,
      currency: 'ABC',
      locale: '!!',
      timeZone: '+02:00',
      classes: [],
    });
    expect(refusal).toMatchObject({ reason: 'INVALID_INPUT' });
    expect((refusal as Refusal).details).toHaveLength(8);
  });

  it('is refused when no class votes, a code stands twice, or a weight is out of range', () => {
    const member = oneClass[0]!;
    for (const classes of [
      [{ ...member, mayVote: false }],
      [member, member],
      [{ ...member, voteWeightMillionths: -1n }],
      [{ ...member, voteWeightMillionths: 10n ** 18n }],
      [{ ...member, code: 'Ñ' }],
    ]) {
      expect(checkCharter({ ...charter, classes })).toMatchObject({ reason: 'INVALID_INPUT' });
    }
  });
});
