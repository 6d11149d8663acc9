import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [Address, number];

/** Longer than any real chain of proxies. Entries further left are ignored. */
const MAX_PROXIES = 16;
/** An IPv6 address with a zone, brackets and a port is shorter. */
const MAX_ENTRY_LENGTH = 80;
/** Stands for the proxy at the other end of a Unix socket. No client has it. */
const UNIX_PEER: Address = ipaddr.IPv4.parse('0.0.0.0');

/** The key for limits: an IPv4 address, or the /64 of an IPv6 address, which is what one customer gets. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string;

/**
 * Reads X-Forwarded-For from the right, as long as a trusted proxy appended the entry. Anyone may have written the
 * entries further left.
 * @param trusted addresses and CIDR blocks
 * @param isUnix whether the listener is a Unix socket, whose peers have no address and are trusted
 */
export function createClientAddress(trusted: readonly string[], isUnix: () => boolean = () => false): ClientAddress {
  const blocks = trusted.map(toBlock);
  const isTrusted = (address: Address) => address === UNIX_PEER || isWithin(address, blocks);

  return (peer = '', forwardedFor = '') => {
    const isItsOwnKey = blocks.length === 0 && peer !== '' && !peer.includes(':');
    if (isItsOwnKey) return peer;
    let client = peer === '' && isUnix() ? UNIX_PEER : parseAddress(peer);
    if (client === undefined) return 'unknown';
    if (blocks.length === 0 && client !== UNIX_PEER) return groupKey(client);
    let rest = forwardedFor;
    for (let proxies = 0; proxies < MAX_PROXIES && rest !== '' && isTrusted(client); proxies++) {
      const comma = rest.lastIndexOf(',');
      const entry = parseAddress(rest.slice(comma + 1).trim());
      if (entry === undefined) break;
      client = entry;
      rest = rest.slice(0, Math.max(comma, 0));
    }
    return groupKey(client);
  };
}

/** @returns whether the peer of a connection is a trusted proxy. @param trusted addresses and CIDR blocks */
export function createTrust(trusted: readonly string[]): (peer: string | undefined) => boolean {
  const blocks = trusted.map(toBlock);
  return (peer = '') => {
    const address = blocks.length === 0 ? undefined : parseAddress(peer);
    return address !== undefined && isWithin(address, blocks);
  };
}

const isWithin = (address: Address, blocks: readonly Block[]): boolean =>
  blocks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));

function toBlock(text: string): Block {
  if (!text.includes('/')) {
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  }
  const [network, bits] = ipaddr.parseCIDR(text);
  const mapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96;
  return mapped ? [network.toIPv4Address(), bits - 96] : [network, bits];
}

/**
 * Some proxies add a port: `192.0.2.1:443`, `[2001:db8::1]:443`. An IPv4-mapped IPv6 address becomes the IPv4 address.
 */
function parseAddress(text: string): Address | undefined {
  if (text.length > MAX_ENTRY_LENGTH) return undefined;
  const [, bracketed, dotted] = /^\[(.+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text;
  return ipaddr.IPv6.isValid(address) || ipaddr.IPv4.isValidFourPartDecimal(address)
    ? ipaddr.process(address)
    : undefined;
}

function groupKey(address: Address): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  return embeddedIPv4(address)?.toString() ?? address.parts.slice(0, 4).join(':');
}

/**
 * The IPv4 address of a client behind a translator or a tunnel (RFC 6052, RFC 6145, RFC 3056, RFC 4380). A translator
 * maps all of IPv4 to one /64; 6to4 gives each IPv4 address a /48.
 */
function embeddedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'rfc6052':
    case 'rfc6145':
      return new ipaddr.IPv4(bytes.slice(12));
    case '6to4':
      return new ipaddr.IPv4(bytes.slice(2, 6));
    case 'teredo':
      return new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff));
    default:
      return undefined;
  }
}
