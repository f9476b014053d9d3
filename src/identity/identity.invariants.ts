import type { Invariant } from '../platform/invariants.js';

/**
 * Only of codes: people and sessions are shown to nobody but the person, the checking process included. Their rules
 * are constraints of the database.
 */
export const identityInvariants: readonly Invariant[] = [
  {
    name: 'identity.codes_die_at_the_fifth_wrong_try',
    sentence: 'No one-time code was tried wrongly more than five times.',
    exceptions: `SELECT 'code ' || id || ' was tried wrongly ' || attempts || ' times' AS what
                 FROM sign_in_code WHERE attempts > 5`,
  },
  {
    name: 'identity.codes_live_ten_minutes',
    sentence: 'Every one-time code lives ten minutes at most, and is spent within them.',
    exceptions: `SELECT 'code ' || id || ' lives until ' || expires_at AS what FROM sign_in_code
                 WHERE expires_at > created_at + interval '10 minutes' OR spent_at > expires_at + interval '1 minute'`,
  },
];
