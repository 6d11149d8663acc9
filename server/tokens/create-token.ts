import { base58 } from '@scure/base';
import type { Deps } from '#server/deps.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import { insertToken } from '#server/records/token.ts';

const TOKEN_BYTES = 32;
/** Tells people who find one, and scanners for secrets, what it is. */
const PREFIX = 'sotto_';
/** 32 bytes in base58. */
const FORM = /^sotto_[1-9A-HJ-NP-Za-km-z]{32,44}$/;
/** A number alone names a token by its number, and a label is one line on a screen. */
const LABEL = /^(?!\d+$)[^\s\p{C}](?:[^\p{C}]{0,62}[^\s\p{C}])?$/u;

export const isLabel = (text: string): boolean => LABEL.test(text);

/** A token is 32 random bytes, so a plain hash cannot be reversed. @returns undefined if the text cannot be a token */
export function tokenHash(token: string): Uint8Array | undefined {
  return FORM.test(token) ? sha256(Buffer.from(token)) : undefined;
}

interface CreateTokenInput {
  /** @see isLabel */
  readonly label: string;
  /** Without it, the token is valid until it is revoked. */
  readonly lifeSeconds?: number | undefined;
}

export interface CreatedToken {
  readonly number: number;
  readonly expiresAt: number | null;
  /** Shown only once: only its hash is stored. */
  readonly token: string;
}

/** @returns undefined if another token that is not revoked has the label */
export async function createToken(
  { store, random }: Pick<Deps, 'store' | 'random'>,
  { label, lifeSeconds }: CreateTokenInput,
): Promise<CreatedToken | undefined> {
  const token = `${PREFIX}${base58.encode(random(TOKEN_BYTES))}`;
  const hash = sha256(Buffer.from(token));
  const made = await store.write((tx) => insertToken(tx, { hash, label, lifeSeconds: lifeSeconds ?? null }));
  return made && { ...made, token };
}
