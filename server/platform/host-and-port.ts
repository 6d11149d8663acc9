/** `127.0.0.1:3000`, `[::1]:3000`: an IPv6 address is in brackets. */
export const hostAndPort = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
