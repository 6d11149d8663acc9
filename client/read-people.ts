import { fromBase64url } from '#crypto/bytes.ts';
import { openPeople } from '#crypto/people.ts';
import { idBytes } from './ids.ts';
import type { Owner } from './owner.ts';

/**
 * A lazy module: only shares for named people have a list.
 * @returns undefined if it was not sealed with this key
 */
export async function readPeople({ id, ownerKey }: Owner, list: string): Promise<readonly string[] | undefined> {
  return openPeople(ownerKey, idBytes(id), fromBase64url(list)).catch(() => undefined);
}
