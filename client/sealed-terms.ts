/** A server's clock may be set back a little between sealing and creating. */
const CLOCK_SLACK_SECONDS = 300;

interface Times {
  readonly createdAt: number;
  readonly expiresAt: number;
}

/**
 * SPEC.md §11.3. The sender takes `createdAt` from the server's clock and seals it; the server notes its own when the share
 * arrives, which may be much later: after an upload, or after many tries. It cannot be before the sealing or after the end.
 */
export function isCreatedAsSealed(sealed: Times, { createdAt }: Pick<Times, 'createdAt'>): boolean {
  return createdAt >= sealed.createdAt - CLOCK_SLACK_SECONDS && createdAt < sealed.expiresAt;
}
