import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What `request-filtering-agent`, which refuses the special ranges of ipaddr.js, takes for public. */
const ALWAYS = [
  // Azure's platform (wire server), reachable from its machines only.
  '168.63.129.16/32',
  // RFC 4291 §2.4: public addresses begin with 001. That leaves out ::127.0.0.1, 100:0:0:1:: and everything unassigned.
  ...['::/3', '4000::/2', '8000::/1'],
];

/** @param deny the operator's addresses and CIDR blocks */
export function refusedAddresses(deny: readonly string[]): (address: string) => boolean {
  const blocks = [...ALWAYS, ...deny].map(toBlock);
  return (address) => {
    // `process` also takes an IPv4 address out of its IPv6 form.
    const parsed = ipaddr.process(address);
    return blocks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };
}

/**
 * Whether an endpoint's address is an IP address that no notice is sent to: not public, or the operator's own. What a name
 * resolves to is found out when a notice is sent.
 */
export function isRefusedEndpoint(url: string, deny: readonly string[]): boolean {
  const literal = literalOf(new URL(url));
  if (literal === undefined) return false;
  return ipaddr.process(literal).range() !== 'unicast' || refusedAddresses(deny)(literal);
}

/** @returns the IP address in the place of a name, without brackets */
export function literalOf({ hostname }: URL): string | undefined {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) === 0 ? undefined : literal;
}

function toBlock(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [base, bits] = ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${ipaddr.IPv6.isValid(text) ? 128 : 32}`);
  const isMapped = base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= 96;
  return isMapped ? [base.toIPv4Address(), bits - 96] : [base, bits];
}
