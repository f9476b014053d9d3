import { randomBytes } from 'node:crypto';

/**
 * A time-ordered identifier (UUID version 7, RFC 9562 section 5.7): close rows lie close in an index.
 * Identifiers are names, never secrets: nothing may be allowed because somebody knows one.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text can be an identifier at all; a query with one that cannot finds nothing. */
export const isId = (text: string): boolean => uuidShape.test(text);

/** A secret nobody guesses: 256 random bits, base64url. Store only its hash. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
