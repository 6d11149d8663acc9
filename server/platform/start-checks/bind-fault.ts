import type { Config } from '#server/config/config.ts';
import { codeOf } from '#server/error-code.ts';
import { hostAndPort } from '#server/platform/host-and-port.ts';
import type { ListenPlace } from '#server/platform/passed-socket.ts';
import { StartError } from '#server/platform/start-error.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The names of the settings of a listener; the port with another one to try. */
export interface AddressSettings {
  readonly port: string;
  readonly host: string;
}

/** @returns an explanation of an address that is not available, or undefined for another error */
export function bindFault(error: unknown, asked: Address, settings: AddressSettings): StartError | undefined {
  const address = hostAndPort(asked);
  const code = codeOf(error);
  if (code === 'EADDRINUSE') {
    return new StartError(`${address} is already in use. Choose another port: ${settings.port}`);
  }
  if (code === 'EACCES') {
    return new StartError(
      `This user is not allowed to listen on ${address}. Choose a port above 1023: ${settings.port}`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`This machine has no address ${address}. Check ${settings.host}.`);
  }
  if (code === 'EINVAL' || code === 'ENODEV') {
    return new StartError(
      `This machine cannot listen on ${address}. A link-local address needs the name of its interface, such as ${settings.host}=fe80::1%eth0.`,
    );
  }
  if (code === 'EAFNOSUPPORT') {
    return new StartError(
      `This machine cannot listen on ${address}: it has no IPv6. Try ${settings.host}=0.0.0.0, which listens on every IPv4 address.`,
    );
  }
  if (code.startsWith('EAI_')) {
    return new StartError(`The name ${asked.host} cannot be resolved (${code}). Check ${settings.host}.`);
  }
  return undefined;
}

/** @returns an explanation of a Unix socket that cannot be created, or undefined for another error */
export function socketFault(error: unknown, path: string): StartError | undefined {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new StartError(`Another process listens on ${path}. Choose another path: SOTTO_LISTEN.`);
  if (code === 'EEXIST')
    return new StartError(`${path} is not a socket. Remove it, or choose another path: SOTTO_LISTEN.`);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new StartError(`The folder of ${path} does not exist. Check SOTTO_LISTEN.`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartError(
      `This user is not allowed to create ${path}. Check SOTTO_LISTEN and the owner of the folder.`,
    );
  }
  return undefined;
}

/** Reports the public address next to the listening one, because the two may differ completely. */
export function listeningWords(place: ListenPlace & Pick<Config, 'publicUrl'>): string {
  const { host, port, publicUrl, socketPath, passedSocket } = place;
  if (passedSocket !== undefined) return `Listening on the socket of systemd. Public address: ${publicUrl}`;
  if (socketPath !== undefined) return `Listening on ${socketPath}. Public address: ${publicUrl}`;
  if (publicUrl === `http://localhost:${port}/`) return `Listening on ${publicUrl}`;
  return `Listening on ${hostAndPort({ host, port })}. Public address: ${publicUrl}`;
}
