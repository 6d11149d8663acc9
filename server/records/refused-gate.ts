import type { Config } from '#server/config/config.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { WantedGates } from './read-gates.ts';

/** A name in `/api/config`, or `notBefore`, which must be before the expiry. */
export type GateLimit = 'people' | 'peopleDomains' | 'webhooks' | 'notBefore';

interface Wanted {
  readonly head: Pick<CreateHead, 'expiresAt'>;
  readonly gates: WantedGates;
  readonly hasToken?: boolean | undefined;
}

/** @returns the limit that the gates exceed */
export function refusedGate({ mail }: Pick<Config, 'mail'>, { head, gates, hasToken }: Wanted): GateLimit | undefined {
  const { notBefore, addresses } = gates;
  if (notBefore !== null && notBefore >= head.expiresAt) return 'notBefore';
  if (addresses.length === 0) return undefined;
  const mayName = mail?.who === 'anyone' || (mail?.who === 'token' && hasToken === true);
  if (mail === undefined || !mayName) return 'people';
  const isServed = (address: string) => mail.domains.includes(address.slice(address.lastIndexOf('@') + 1));
  return mail.domains.length === 0 || addresses.every(isServed) ? undefined : 'peopleDomains';
}
