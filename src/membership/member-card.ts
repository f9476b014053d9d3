import type { MembershipRow } from './membership.rows.js';

/** A member as shown beside what they wrote; read by the modules above through the view `member_card`. */
export type MemberCard = Pick<MembershipRow, 'id' | 'number' | 'name'>;

const fields: ReadonlySet<string> = new Set(['id', 'number', 'name', '__typename']);

/** Whether a card answers all that is asked of a member; else the register is read. */
export const memberCardCovers = (asked: Iterable<string>): boolean =>
  [...asked].every((field) => fields.has(field));
