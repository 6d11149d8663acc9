/**
 * SPEC.md §7.3: gates. A gate tells the server whom it may let open, or when. It is the server's promise and no key: it
 * adds no encryption.
 */
import { CryptoError } from './errors.ts';
import { MAX_GROUP_BYTES, MAX_GROUPS } from './limits.ts';

/** The bits of the preamble's byte. A share never has both `members` and `people`. */
export const Gate = { members: 1, people: 2, notBefore: 4 } as const;
/** A sum of `Gate`. */
export type Gates = 0 | 1 | 2 | 4 | 5 | 6;
export const NO_GATES = 0;
const known: readonly unknown[] = [0, 1, 2, 4, 5, 6] satisfies readonly Gates[];

export const isGates = (value: unknown): value is Gates => known.includes(value);

export const hasGate = (gates: Gates, gate: keyof typeof Gate): boolean => (gates & Gate[gate]) !== 0;

/** The sender's gates in a payload. Names no person: their addresses are for the owner and, for a while, the server. */
export interface PayloadGates {
  readonly emails?: Readonly<Record<string, never>>;
  /** Without groups, every member of the organisation. */
  readonly members?: { readonly groups?: readonly string[] };
  /** Unix seconds. */
  readonly notBefore?: number;
}

const bitOf = { emails: Gate.people, members: Gate.members, notBefore: Gate.notBefore } as const;
const names = ['emails', 'members', 'notBefore'] as const;

/** @throws CryptoError `preamble-gates` for members and people together */
export function gatesOf(gates: PayloadGates | undefined): Gates {
  let bits = 0;
  for (const name of names) if (gates?.[name] !== undefined) bits |= bitOf[name];
  if (!isGates(bits)) throw new CryptoError('preamble-gates');
  return bits;
}

/** Whether a group's name, as the identity provider gives it, can be in a payload. */
export function isGroup(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  return new TextEncoder().encode(value).length <= MAX_GROUP_BYTES;
}

/** SPEC.md §10.4: each group once. */
export const isGroupList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MAX_GROUPS &&
  value.every(isGroup) &&
  new Set(value).size === value.length;
