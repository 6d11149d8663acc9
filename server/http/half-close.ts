import type { Server } from 'node:http';

/**
 * Lets a client close its sending side after its request, as `nc -N` and some proxies do, and still read the whole response
 * (RFC 9112 §9.6). Node closes the connection after the last response, or at once where none is due. Without this, Node
 * cuts the response off. Node does not document the property; half-close.test.ts checks that it works.
 */
export function allowHalfClose(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true });
}
