/** The server's clock may be set back a little between sealing and creating. */
const CLOCK_SLACK_SECONDS = 300;

interface Times {
  readonly createdAt: number;
  readonly expiresAt: number;
}

/**
 * SPEC.md §11.3. The sender seals a `createdAt` from the server's clock. The server's own `createdAt` is the time of
 * arrival, which may be much later, after an upload or many tries. It cannot be before the sealing or after the expiry.
 */
export function isCreatedAsSealed(sealed: Times, { createdAt }: Pick<Times, 'createdAt'>): boolean {
  return createdAt >= sealed.createdAt - CLOCK_SLACK_SECONDS && createdAt < sealed.expiresAt;
}

interface Members {
  readonly groups?: readonly string[] | undefined;
}

/** Whether the server says of members what was sealed. Groups keep their order. @param stated undefined: not for members */
export const areSameMembers = (sealed: Members | undefined, stated: Members | undefined): boolean =>
  JSON.stringify(sealed && [sealed.groups]) === JSON.stringify(stated && [stated.groups]);
