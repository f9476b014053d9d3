import { Inject, Injectable } from '@nestjs/common';
import { People } from '../../identity/people.js';
import { Sessions, type NewSession } from '../../identity/sessions.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nobody } from '../../platform/request/viewer.js';
import { newSecret } from '../../shared/ids.js';

/** Somebody of the demonstration, whom one link signs in. */
export interface DemoPerson {
  readonly name: string;
  readonly address: string;
  /** What they are in it, as `treasurer`. */
  readonly part: string;
  readonly cooperative: string;
}

/**
 * Sign-in links of the demonstration. The secrets live in the memory of this process alone and end with it; the module
 * that holds this is part of the application only when the demonstration runs, and its routes answer this machine only.
 */
@Injectable()
export class DemoAccess {
  private readonly people = new Map<string, DemoPerson>();

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(People) private readonly register: People,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /** Makes a link for a person; answers with its path. */
  offer(person: DemoPerson): string {
    const secret = newSecret();
    this.people.set(secret, person);
    return `/demo/sign-in/${secret}`;
  }

  /** Every person with a link, and its path. */
  offered(): { readonly person: DemoPerson; readonly path: string }[] {
    return [...this.people].map(([secret, person]) => ({ person, path: `/demo/sign-in/${secret}` }));
  }

  /** A new session for the person of the link; null when there is no such link. */
  async enter(secret: string): Promise<{ readonly person: DemoPerson; readonly session: NewSession } | null> {
    const person = this.people.get(secret);
    if (!person) return null;
    const session = await this.work.inTransaction(nobody, async (tx) => {
      const personId = await this.register.findOrCreateByAddress(tx, person.address);
      return this.sessions.create(tx, personId, 'demonstration');
    });
    return { person, session };
  }
}
