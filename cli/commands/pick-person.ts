import { readInbox } from '#client/inbox.ts';
import { readStatus } from '#client/manage.ts';
import type { ManagedShare, Owner } from '#client/manage.ts';
import type { CallOptions } from '#client/call.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { readAddress } from '#crypto/address.ts';
import type { RecipientStatus } from '#server/owner/wire.ts';
import { expectKind, takeLink } from '#cli/opening/link-argument.ts';
import type { Service } from '#cli/service/service.ts';
import { serviceAt } from '#cli/service/service.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { people } from '#cli/words/people.ts';
import type { Call } from './client-command.ts';
import { ofEither } from './of-either.ts';

const words = people.change;

/** A named person of a share, and the share as its owner sees it. */
export interface Picked {
  readonly api: Service['api'];
  readonly owner: Owner & CallOptions;
  readonly n: number;
  /** The address, or the number if the server did not return the addresses. Printable. */
  readonly name: string;
  readonly person: RecipientStatus;
}

/**
 * Reads `[LINK] PERSON`. With a single argument, the link is asked for.
 * @throws Failure; as `readStatus`
 */
export async function pickPerson(call: Call): Promise<Picked> {
  const { world, values, positionals, signal } = call;
  const wanted = positionals.at(-1) ?? '';
  const isKnowable = /^\d{1,2}$/.test(wanted) || readAddress(wanted) !== undefined;
  if (!isKnowable) throw new Failure('misused', words.personForm);
  const link = await takeManageLink(call, positionals.length > 1 ? positionals[0] : undefined);
  const service = await serviceAt(world, link.publicUrl, { insecure: values['insecure'] === true });
  const owner = { id: link.id, ownerKey: link.key, signal };
  return { api: service.api, owner, ...find(await readChangeable(service, owner), wanted) };
}

/**
 * A share that has not ended. The link of a request looks the same.
 * @throws Failure; else as `readStatus`
 */
export async function readChangeable({ api, requests }: Service, owner: Owner & CallOptions): Promise<ManagedShare> {
  const share = await ofEither(
    () => readStatus(api, owner),
    async () => {
      await readInbox(requests, owner);
      throw new Failure('misused', words.isRequest);
    },
  );
  // The expiry may have passed before the server erases.
  if (share.endedAt !== undefined || share.state === 'expired') throw new Failure('over', words.isOver);
  return share;
}

export async function takeManageLink(call: Call, given: string | undefined): Promise<WholeLink> {
  const link = await takeLink(call, given);
  releaseTerminal(call.world);
  expectKind(link, 'manage');
  return link;
}

function find({ people: named, addresses }: ManagedShare, wanted: string): Pick<Picked, 'n' | 'name' | 'person'> {
  if (named === undefined) throw new Failure('misused', words.noPeople);
  const address = readAddress(wanted)?.address;
  if (address !== undefined && addresses === undefined) throw new Failure('tampered', words.addressesUnknown);
  const n = address === undefined ? Number(wanted) : (addresses ?? []).indexOf(address) + 1;
  const person = named.recipients.find((one) => one.n === n);
  if (person === undefined) throw new Failure('misused', words.noSuchPerson);
  return { n, name: nameOf(n, addresses), person };
}

export const nameOf = (n: number, addresses: readonly string[] | undefined): string =>
  printableLine(addresses?.[n - 1] ?? String(n));

/** A person for `--json`. */
export function personForPrograms(person: RecipientStatus, address?: string) {
  const { n, openedAt, codeRequests, resetAt, mail, revokedAt } = person;
  return {
    n,
    ...(address !== undefined && { address }),
    openedAt: openedAt.map(timeStamp),
    ...(codeRequests !== undefined && { codeRequests }),
    ...(resetAt !== undefined && { resetAt: timeStamp(resetAt) }),
    ...(mail !== undefined && { mail }),
    ...(revokedAt !== undefined && { revokedAt: timeStamp(revokedAt) }),
  };
}
