import { domainToASCII } from 'node:url';

/** RFC 5321 section 4.5.3.1: 64 octets before the @, 254 in all. */
const maxLocalBytes = 64;
const maxBytes = 254;

// Dot-atoms of RFC 5322 with the letters of RFC 6531. Quoted local parts, comments, lists and address literals are no
// addresses here: they are what header injection is made of.
const localShape = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainInput = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domainShape = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * One spelling for one e-mail address: trimmed, NFC, lower case, the domain in its ASCII form (RFC 5891), so that
 * `Ana@BÜCHER.example` and `ana@xn--bcher-kva.example` are one person. Null when it is no address that can be written to.
 * Lower case for the local part is a choice: servers that tell `Ana` from `ana` are not known in practice, people
 * who type it both ways are.
 */
export function normaliseEmailAddress(value: string): string | null {
  if (value.length > 4 * maxBytes) return null;
  const text = value.trim().normalize('NFC').toLowerCase().normalize('NFC');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const spelledDomain = text.slice(at + 1);
  if (!localShape.test(local) || !domainInput.test(spelledDomain)) return null;
  const domain = domainToASCII(spelledDomain);
  const address = `${local}@${domain}`;
  const isBounded = Buffer.byteLength(local) <= maxLocalBytes && Buffer.byteLength(address) <= maxBytes;
  return isBounded && domainShape.test(domain) ? address : null;
}
