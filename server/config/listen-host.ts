import { isIPv6 } from 'node:net';

/** One address or name. Only listening shows whether it belongs to this machine. */
const HOST = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?$/;
const WITH_PORT = /^(\[.*\]|[^:]+):([^:]*)$/;

/** @returns what the setting must be instead; undefined if it is well-formed */
export function listenHostFault(given: string, portSetting: string): string | undefined {
  if (HOST.test(given) || isIPv6(given)) return undefined;
  const trimmed = given.trim();
  if (trimmed !== given && listenHostFault(trimmed, portSetting) === undefined) {
    return `an address without spaces around it: ${trimmed}`;
  }
  if (given.includes('://')) {
    return `an address of this machine without http:// or a path, such as 127.0.0.1 (SOTTO_PUBLIC_URL is the address for people)`;
  }
  if (given === '*') return '0.0.0.0 for every IPv4 address of this machine, or :: for every address';
  if (/[,\s]/.test(given)) return 'one address, such as 127.0.0.1; 0.0.0.0 is every IPv4 address, :: is every address';
  if (given.includes('/')) return 'one address, such as 127.0.0.1, without a path or a block';
  const [, host = given, port] = WITH_PORT.exec(given) ?? [];
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const portHint = port ? `, with the port in ${portSetting}${/^\d+$/.test(port) ? `=${port}` : ''}` : '';
  if (bare !== host && isIPv6(bare)) return `an IPv6 address without brackets: ${bare}${portHint}`;
  if (port !== undefined && HOST.test(host)) return `an address without a port: ${host}${portHint}`;
  return 'an address of this machine, such as 127.0.0.1 or ::1, or a name';
}
