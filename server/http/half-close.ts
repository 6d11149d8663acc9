import type { Server } from 'node:http';

/**
 * A client may close its sending side after its request, as `nc -N` and some proxies do, and still read the whole answer
 * (RFC 9112 §9.6 lets a sender do so). Node then closes the connection after the last answer, and at once where no request
 * waits for one. Without this, Node ends the connection in the middle of the answer. The property has no other name in
 * Node's interface; listen.test.ts holds Node to it.
 */
export function allowHalfClose(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true });
}
