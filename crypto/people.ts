/** SPEC.md §13.2: the people that a share is for, for its owner only. */
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { isObject } from './json.ts';
import { ownerKeys } from './keys.ts';
import { MAX_PEOPLE, MAX_PEOPLE_BYTES } from './limits.ts';
import { openBox, sealBoxWith } from './owner-box.ts';
import { newSecret } from './random.ts';

interface PeopleJson {
  readonly v: 1;
  readonly addresses: readonly string[];
}

/** @param addresses in the order of the server's numbers, 1 to 20. @throws CryptoError `too-large`, `utf8`, `payload` */
export async function sealPeople(ownerKey: Uint8Array, id: Uint8Array, addresses: readonly string[]): Promise<Bytes> {
  return sealPeopleWith({ ownerKey, id, salt: newSecret() }, addresses);
}

/** For vectors only: the salt determines the key. */
export async function sealPeopleWith(
  { ownerKey, id, salt }: { ownerKey: Uint8Array; id: Uint8Array; salt: Uint8Array },
  addresses: readonly string[],
): Promise<Bytes> {
  const people: PeopleJson = { v: 1, addresses };
  expectPeople(people);
  return sealBoxWith(salt, boxOf(ownerKey, id), people);
}

/** @throws CryptoError `length`, `too-large`, `ciphertext`, `padding`, `utf8`, `json`, `payload` */
export async function openPeople(ownerKey: Uint8Array, id: Uint8Array, bytes: Uint8Array): Promise<readonly string[]> {
  return (await openBox(boxOf(ownerKey, id), bytes, expectPeople)).addresses;
}

const boxOf = (ownerKey: Uint8Array, id: Uint8Array) => ({
  keyOf: ownerKeys(ownerKey).peopleKey,
  id,
  maxBytes: MAX_PEOPLE_BYTES,
});

function expectPeople(value: unknown): asserts value is PeopleJson {
  const addresses = isObject(value) && value['v'] === 1 && Object.keys(value).length === 2 && value['addresses'];
  const right =
    Array.isArray(addresses) &&
    addresses.length > 0 &&
    addresses.length <= MAX_PEOPLE &&
    addresses.every((address) => typeof address === 'string');
  if (!right) throw new CryptoError('payload');
}
