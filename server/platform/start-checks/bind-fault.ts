import type { Config } from '#server/config/config.ts';
import { codeOf } from '#server/error-code.ts';
import { hostAndPort } from '#server/platform/host-and-port.ts';
import { StartError } from '#server/platform/start-error.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The settings that say where it listens, the port with another one to try. */
export interface AddressSettings {
  readonly port: string;
  readonly host: string;
}

/** @returns what is wrong with an address that cannot be had, or undefined when it is something else */
export function bindFault(error: unknown, asked: Address, settings: AddressSettings): StartError | undefined {
  const address = hostAndPort(asked);
  const code = codeOf(error);
  if (code === 'EADDRINUSE') {
    return new StartError(`${address} is in use already. Choose another port: ${settings.port}`);
  }
  if (code === 'EACCES') {
    return new StartError(`This user may not listen on ${address}. Choose a port above 1023: ${settings.port}`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`This machine has no address ${address}: see ${settings.host}.`);
  }
  if (code === 'EINVAL' || code === 'ENODEV') {
    return new StartError(
      `This machine cannot listen on ${address}. A link-local address needs the name of its interface, such as ${settings.host}=fe80::1%eth0.`,
    );
  }
  if (code === 'EAFNOSUPPORT') {
    return new StartError(
      `This machine cannot listen on ${address}: it has no IPv6. Try ${settings.host}=0.0.0.0, which is every IPv4 address.`,
    );
  }
  if (code.startsWith('EAI_')) {
    return new StartError(`The name ${asked.host} cannot be looked up here (${code}): see ${settings.host}.`);
  }
  return undefined;
}

/** A public address of its own is said beside the one that this process listens on: they may differ in everything. */
export function listeningWords({ host, port, publicUrl }: Pick<Config, 'host' | 'port' | 'publicUrl'>): string {
  if (publicUrl === `http://localhost:${port}/`) return `Listening on ${publicUrl}`;
  return `Listening on ${hostAndPort({ host, port })}. People reach it at ${publicUrl}`;
}
