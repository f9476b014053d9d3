import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network that a limit counts by: an IPv4 address, or the /64 of an IPv6 address, which is what one household or
 * one attacker is given. What is no address counts as one network of its own.
 */
export function networkOf(address: string | null): string {
  const text = (address ?? '').split('%', 1)[0]!;
  if (isIPv4(text)) return text;
  if (!isIPv6(text)) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  if (mapped) return mapped;
  return `${groupsOf(text).slice(0, 4).join(':')}::/64`;
}

/** All eight groups, `::` written out. The parser of URLs gives every spelling its canonical one first. */
function groupsOf(address: string): string[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
}
