import { readAddress } from '#crypto/address.ts';
import { hasGate, isGroupList, NO_GATES } from '#crypto/gates.ts';
import type { Gates } from '#crypto/gates.ts';
import { AppError } from '#server/errors.ts';
import { readAnyLength } from './proof.ts';
import type { CreateHead } from '#server/shares/wire.ts';

/** The gates that a create asks for. */
export interface WantedGates {
  readonly bits: Gates;
  readonly notBefore: number | null;
  /** In the order of the owner's list. */
  readonly addresses: readonly string[];
  readonly list: Uint8Array | null;
  /** Members of these groups, or without groups all members. */
  readonly members: { readonly groups?: readonly string[] | undefined } | undefined;
}

/**
 * The bits come from the preamble, which every reader verifies (decision 13), and the parameters must be exactly theirs.
 * @throws AppError `malformed`
 */
export function readGates(bits: Gates, head: Pick<CreateHead, 'gates' | 'onLimit'>): WantedGates {
  const { notBefore, people, members } = head.gates ?? {};
  const isExact =
    hasGate(bits, 'notBefore') === (notBefore !== undefined) &&
    hasGate(bits, 'people') === (people !== undefined) &&
    hasGate(bits, 'members') === (members !== undefined) &&
    (head.gates === undefined) === (bits === NO_GATES);
  if (!isExact || (members?.groups !== undefined && !isGroupList(members.groups))) throw new AppError('malformed');
  const addresses = people?.addresses ?? [];
  // One form of an address, so that each person is named once.
  if (addresses.some((address) => readAddress(address)?.address !== address)) throw new AppError('malformed');
  if (new Set(addresses).size < addresses.length) throw new AppError('malformed');
  // One person's wrong passwords must not destroy it for the others.
  if (addresses.length > 1 && head.onLimit === 'destroy') throw new AppError('malformed');
  return {
    bits,
    notBefore: notBefore ?? null,
    addresses,
    list: people === undefined ? null : readAnyLength(people.list),
    members,
  };
}
