import { createHmac } from 'node:crypto';
import { encodeId } from '#crypto/ids.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { OWN_ASKS } from '#server/records/recipient.ts';
import { addToTally, findAmount, findToday } from '#server/records/tally.ts';
import type { Account } from './charge.ts';
import { hashToday, hashWith } from './hash-today.ts';

/** Everybody together may cause so many mails to one mailbox in a day. */
const MAILS_TO_ONE_MAILBOX = 60;
/** One creator may name one mailbox so often in a day. */
const NAMINGS_OF_ONE_MAILBOX = 5;
const PART_OF_ONE_CREATOR = 1 / 4;
const SERVICE = 'mails';
/** Requests for codes that cost nothing. */
const REQUESTS = 'code requests';

interface Charge {
  readonly account: Account;
  readonly amount: number;
  readonly atMost: number;
}

export interface NamedPeople {
  readonly creator: Account;
  /** SPEC.md §13.3. */
  readonly addresses: readonly string[];
}

type ChargeDeps = Pick<Deps, 'config' | 'random' | 'serverKey'>;

/**
 * Charges the mails that each named person has of their own, in the transaction that creates the share.
 * @throws AppError `quota-exceeded` with `retryAfterSeconds`: the rest of the day
 */
export async function chargePeople(
  tx: Transaction,
  deps: ChargeDeps,
  { creator, addresses }: NamedPeople,
): Promise<void> {
  if (addresses.length === 0) return;
  const mailboxes = [...Map.groupBy(addresses, (address) => mailboxTag(deps, address))].map(([name, { length }]) => ({
    name,
    length,
  }));
  const mails = addresses.length * OWN_ASKS;
  const { perDay = 0 } = deps.config.mail ?? {};
  const charges = [
    ...mailboxes.map(({ name, length }) => toMailbox(name, length * OWN_ASKS)),
    ...mailboxes.map(({ name, length }) => ({
      ...{ account: `${name} named by ${creator}`, amount: length, atMost: NAMINGS_OF_ONE_MAILBOX },
    })),
    ...(perDay === 0 ? [] : [{ account: `mails of ${creator}`, amount: mails, atMost: perDay * PART_OF_ONE_CREATOR }]),
  ];
  const { isWithin, restSeconds } = await chargeAll(tx, deps, { charges, ofService: mails });
  if (!isWithin) throw new AppError('quota-exceeded', { retryAfterSeconds: restSeconds });
}

interface AskedMail {
  readonly id: Uint8Array;
  readonly address: string;
  /** Whether it is beyond the mails that were charged with the share. */
  readonly isExtra: boolean;
}

/**
 * Charges one mail that was asked for. A mail that costs nothing takes the same time: as many rows change, one of the
 * share and one of all requests. A stranger's mailbox has no row on the day when another was named.
 * @returns false if the mail must not be sent
 */
export async function chargeMail(
  tx: Transaction,
  deps: ChargeDeps,
  { id, address, isExtra }: AskedMail,
): Promise<boolean> {
  const mailbox = toMailbox(mailboxTag(deps, address), 1);
  const free = { account: `code requests of ${encodeId(id)}`, amount: 1, atMost: Number.MAX_SAFE_INTEGER };
  const charges = [isExtra ? mailbox : free];
  return (await chargeAll(tx, deps, { charges, ofService: 1, isFree: !isExtra })).isWithin;
}

const toMailbox = (name: string, amount: number): Charge => ({
  ...{ account: `mails to ${name}`, amount, atMost: MAILS_TO_ONE_MAILBOX },
});

/** The key of the day is in the database: without another key, a copy of it would show which addresses got mail. */
function mailboxTag({ serverKey }: ChargeDeps, address: string): string {
  if (serverKey === undefined) throw new Error('Mail needs the server key.');
  return createHmac('sha256', serverKey).update('sotto v1 mailbox').update(mailboxOf(address)).digest('hex');
}

/** Many services deliver `bob.smith+x@` to `bobsmith@`. */
function mailboxOf(address: string): string {
  const at = address.indexOf('@');
  const [local = ''] = address.slice(0, at).replaceAll('.', '').split('+');
  return `${local}${address.slice(at)}`;
}

interface Charging {
  readonly charges: readonly Charge[];
  readonly ofService: number;
  /** True: counts a request in the place of the service's mails. */
  readonly isFree?: boolean;
}

/**
 * Transactions that charge several accounts lock their rows in one order, or they would deadlock. The service's own row
 * is in all of them, so it is locked last and for the shortest time.
 */
async function chargeAll(
  tx: Transaction,
  deps: ChargeDeps,
  { charges, ofService, isFree = false }: Charging,
): Promise<{ readonly isWithin: boolean; readonly restSeconds: number }> {
  const { perDay = 0 } = deps.config.mail ?? {};
  const names = [...charges.map(({ account }) => account), isFree ? REQUESTS : SERVICE];
  const { now, day, hashes } = await hashToday(tx, deps, names);
  const tallies = charges.map((charge, index) => ({ ...charge, accountHash: hashes[index] ?? new Uint8Array(0) }));
  tallies.sort((one, other) => Buffer.compare(one.accountHash, other.accountHash));
  const service = {
    amount: ofService,
    atMost: isFree ? Number.MAX_SAFE_INTEGER : perDay,
    accountHash: hashes.at(-1) ?? new Uint8Array(0),
  };
  const restSeconds = (day + 1) * DAY_SECONDS - now;
  let isWithin = true;
  for (const { accountHash, amount, atMost } of perDay === 0 ? tallies : [...tallies, service]) {
    // After a refusal too, so that a mail beyond a limit takes the same statements as any other.
    isWithin = (await addToTally(tx, { day, accountHash, amount: isWithin ? amount : 0, atMost })) && isWithin;
  }
  return { isWithin, restSeconds };
}

/** The relay's reply. */
export type MailResult = 'taken' | 'refused';

/** Counts a mail of today, for the statistics. */
export async function countMail(tx: Transaction, deps: Pick<Deps, 'random'>, result: MailResult): Promise<void> {
  const { day, hashes } = await hashToday(tx, deps, [`mails ${result}`]);
  const [accountHash] = hashes;
  if (accountHash) await addToTally(tx, { day, accountHash, amount: 1, atMost: Number.MAX_SAFE_INTEGER });
}

/** The mails of today (UTC), by what the relay said. */
export async function readMailCounts(session: Session): Promise<Readonly<Record<MailResult, number>>> {
  const { day, key } = await findToday(session);
  const read = (result: MailResult) =>
    key === null ? 0 : findAmount(session, { day, accountHash: hashWith(key, `mails ${result}`) });
  return { taken: await read('taken'), refused: await read('refused') };
}
