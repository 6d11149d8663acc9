/** SPEC.md §1.3: secrets come from the platform's CSPRNG and are 32 bytes. */
import type { Bytes } from './bytes.ts';
import { SECRET_BYTES } from './limits.ts';

/** A link key, owner key, claim, body secret or salt. */
export function newSecret(): Bytes {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
}
