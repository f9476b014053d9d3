import { normaliseEmailAddress } from '../../shared/email-address.js';
import { Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';

/** How a member is named and reached, as somebody typed it. */
export interface NewcomerDraft {
  readonly name: string;
  readonly legalName?: string | null;
  readonly email?: string | null;
  readonly telephone?: string | null;
}
export interface CheckedNewcomer {
  readonly name: string;
  readonly legalName: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
}

const isGiven = (value: string | null | undefined): value is string =>
  value !== null && value !== undefined && value.trim() !== '';

/** Reads names and contacts; each fault is a sentence pushed to `faults`. Blank contacts are absent ones. */
export function readNewcomer(draft: NewcomerDraft, faults: string[]): CheckedNewcomer {
  const name = cleanLine(draft.name, 200);
  const legalName = isGiven(draft.legalName) ? cleanLine(draft.legalName, 200) : null;
  const email = isGiven(draft.email) ? normaliseEmailAddress(draft.email) : null;
  const telephone = isGiven(draft.telephone) ? telephoneOf(draft.telephone) : null;
  if (name === null) faults.push('name must be one line of 1 to 200 characters.');
  if (isGiven(draft.legalName) && legalName === null) {
    faults.push('legal name must be one line of at most 200 characters.');
  }
  if (isGiven(draft.email) && email === null) faults.push('email is not an address that can be written to.');
  if (isGiven(draft.telephone) && telephone === null) {
    faults.push('telephone must have 4 to 20 digits, with spaces, dots, hyphens or brackets between.');
  }
  return { name: name ?? '', legalName, email, telephone };
}

/** `readNewcomer` for one: refuses `INVALID_INPUT` with every fault. */
export function checkNewcomer(draft: NewcomerDraft): CheckedNewcomer | Refusal<'INVALID_INPUT'> {
  const faults: string[] = [];
  const checked = readNewcomer(draft, faults);
  return faults.length === 0
    ? checked
    : new Refusal('INVALID_INPUT', `The member cannot be entered like this: ${faults[0]}`, faults);
}

function telephoneOf(text: string): string | null {
  const line = cleanLine(text, 40);
  const digits = line?.replace(/[^0-9]/g, '').length ?? 0;
  return line !== null &&
    /^\+?[0-9 ()./-]+( ?(x|ext\.?) ?[0-9]{1,6})?$/i.test(line) &&
    digits >= 4 &&
    digits <= 20
    ? line
    : null;
}
