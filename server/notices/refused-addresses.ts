import ipaddr from 'ipaddr.js';

/** Public by number, but not a public endpoint. `request-filtering-agent` refuses every range that is not public. */
const ALWAYS = [
  // Azure's platform (wire server), reachable from its machines only.
  '168.63.129.16/32',
  // RFC 9780: a dummy prefix.
  '100:0:0:1::/64',
];

/** @param deny the operator's addresses and CIDR blocks */
export function refusedAddresses(deny: readonly string[]): (address: string) => boolean {
  const blocks = [...ALWAYS, ...deny].map((block) => ipaddr.parseCIDR(block.includes('/') ? block : withLength(block)));
  return (address) => {
    // `process` also takes an IPv4 address out of its IPv6 form.
    const parsed = ipaddr.process(address);
    return blocks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };
}

const withLength = (address: string): string => `${address}/${ipaddr.IPv6.isValid(address) ? 128 : 32}`;
