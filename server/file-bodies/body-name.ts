import { base32nopad } from '@scure/base';
import type { Random } from '#server/random.ts';

const NAME_BYTES = 20;

/** Made by the server: neither an id nor anything stored leads to it. 32 of `a-z2-7`, which every store takes. */
export function toBodyName(random: Random): string {
  return base32nopad.encode(random(NAME_BYTES)).toLowerCase();
}
