import { base58 } from '@scure/base';
import type { Deps } from '#server/deps.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import { insertToken } from '#server/records/token.ts';

const TOKEN_BYTES = 32;
/** So that whoever finds one knows what it is, and scanners for secrets do, too. */
const PREFIX = 'sotto_';
/** Of 32 bytes in base58. */
const FORM = /^sotto_[1-9A-HJ-NP-Za-km-z]{32,44}$/;
/** A number stands for a token by itself, and a label is one line on a screen. */
const LABEL = /^(?!\d+$)[^\s\p{C}](?:[^\p{C}]{0,62}[^\s\p{C}])?$/u;

export const isLabel = (text: string): boolean => LABEL.test(text);

/** A token is 32 random bytes: a plain hash of it cannot be reversed. @returns undefined for what cannot be one */
export function tokenHash(token: string): Uint8Array | undefined {
  return FORM.test(token) ? sha256(Buffer.from(token)) : undefined;
}

export interface IssueTokenInput {
  /** @see isLabel */
  readonly label: string;
  /** Absent: until it is revoked. */
  readonly lifeSeconds?: number | undefined;
}

export interface IssuedToken {
  readonly number: number;
  readonly expiresAt: number | null;
  /** Told this once: only its hash is kept. */
  readonly token: string;
}

/** @returns undefined when another token that is not revoked has the label */
export async function createToken(
  { store, random }: Pick<Deps, 'store' | 'random'>,
  { label, lifeSeconds }: IssueTokenInput,
): Promise<IssuedToken | undefined> {
  const token = `${PREFIX}${base58.encode(random(TOKEN_BYTES))}`;
  const hash = sha256(Buffer.from(token));
  const made = await store.write((tx) => insertToken(tx, { hash, label, lifeSeconds: lifeSeconds ?? null }));
  return made && { ...made, token };
}
