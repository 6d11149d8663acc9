import type { Server } from 'node:http';

/**
 * Lets a client close its sending side after its request, as `nc -N` and some proxies do, and still read the whole
 * response (RFC 9112 §9.6). By default Node cuts the response off. With this, Node closes the connection after the last
 * response, or immediately if no response is due. Node does not document the property; half-close.test.ts checks that
 * it works.
 */
export function allowHalfClose(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true });
}
