import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn } from '../../support/corruption.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks } from '../ledger/books.js';
import { entryIn } from './booked-entry.js';
import { RunGround } from './run-ground.js';

export const ofTwo = 'ref;basis;quantity\nm001;purchases;300\nm004;purchases;100\n';

/** Shares by purchases; what somebody owes is paid off first, in this form, and the rest is paid out. */
export type PaidOff = 'setOff' | 'unpaidShares' | 'ownLosses';
export const paidOffFirst = (form: PaidOff): object => ({
  id: 'paid off first',
  waterfall: {
    pools: [
      {
        ...{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } },
        forms: [{ form }, { form: 'cash' }],
      },
    ],
  },
});

/** A closed period of two members with 400.00 EUR to share; after each test every invariant of money holds. */
export class PaidOffGround {
  periodId!: string;
  private constructor(readonly ground: RunGround) {}

  static lay(): PaidOffGround {
    const paid = new PaidOffGround(RunGround.lay());
    const { ground } = paid;
    beforeEach(async () => {
      paid.periodId = await ground.story.closed(ofTwo, '40000');
    });
    afterEach(async () =>
      expect(
        await brokenIn(ground.test, ground.story.coop.id, [
          ...[...ledgerInvariants, ...capitalInvariants, ...runsInvariants, ...sharesInvariants],
        ]),
      ).toEqual([]),
    );
    return paid;
  }

  /** The lines of an entry with what members owe among them. */
  async booked(name = 'Surplus of 2024: Surplus shared'): Promise<string[]> {
    const { test, story } = this.ground;
    return entryIn(await inBooks(test, story.coop.id, (tx) => renderLedgerTable(tx, 'assets:')), name);
  }
}
