import type { ObjectName } from './object-ledger.ts';

export const keyOf = (prefix: string, { body, object }: ObjectName): string => `${prefix}/${body}/${object}`;

/** @returns undefined for a key that this service did not make: it is left alone */
export function nameIn(prefix: string, key: string): ObjectName | undefined {
  if (!key.startsWith(`${prefix}/`)) return undefined;
  const [, body, object] = /^([a-z2-7]+)\/([0-9a-f]{32})$/.exec(key.slice(prefix.length + 1)) ?? [];
  return body === undefined || object === undefined ? undefined : { body, object };
}
