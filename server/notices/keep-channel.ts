import { isDeepStrictEqual } from 'node:util';
import type { Session, Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { clientAccount } from '#server/quota/charge.ts';
import type { Account } from '#server/quota/charge.ts';
import type { Member } from '#server/records/check-pass.ts';
import { findChannel, insertChannel } from '#server/records/notice-channel.ts';
import type { GateRefusal } from '#server/records/refused-gate.ts';
import type { Notify } from '#server/people/wire.ts';
import { isRefusedEndpoint } from './refused-addresses.ts';
import { openTarget, readTarget, sealTarget } from './target.ts';

type ChannelDeps = Pick<Deps, 'config' | 'serverKey'>;

interface WantedNotices {
  readonly notify: Notify | undefined;
  readonly account: Account | undefined;
  /** Whether the creator has a valid token. */
  readonly hasToken: boolean;
  /** Who creates, if a pass says so. */
  readonly member: Member | undefined;
}

/**
 * @returns why these notices are refused here; undefined if they are not, or none are wanted
 * @throws AppError `malformed`
 */
export function refusedNotices({ config, serverKey }: ChannelDeps, wanted: WantedNotices): GateRefusal | undefined {
  const { notify, account, hasToken, member } = wanted;
  if (notify === undefined) return undefined;
  if (serverKey === undefined || config.webhooks === undefined) return 'webhooks';
  const { url } = readTarget(serverKey, { notify, account: accountOf(account) });
  const { who, deny } = config.webhooks;
  if (isRefusedEndpoint(url, deny)) return 'webhooks';
  if (who === 'members' && member === undefined) return 'pass-required';
  return who === 'token' && !hasToken ? 'webhooks' : undefined;
}

export interface ChannelInput {
  readonly id: Uint8Array;
  /** The share's erasure key. */
  readonly key: Uint8Array;
  readonly notify: Notify | undefined;
  readonly account?: Account | undefined;
}

/** In the transaction that creates the share or request. */
export async function keepChannel(tx: Transaction, { serverKey }: ChannelDeps, wanted: ChannelInput): Promise<void> {
  const { id, key, notify, account } = wanted;
  if (notify === undefined) return;
  if (serverKey === undefined) throw new AppError('terms-refused', { limit: 'webhooks' });
  const target = readTarget(serverKey, { notify, account: accountOf(account) });
  await insertChannel(tx, { id, sealed: sealTarget({ serverKey, key, id }, target) });
}

/** Whether a repeated create asks for the same notices. */
export async function isSameChannel(session: Session, { serverKey }: ChannelDeps, again: ChannelInput) {
  const { id, key, notify } = again;
  const channel = await findChannel(session, id);
  if (channel === undefined || notify === undefined) return channel === undefined && notify === undefined;
  if (serverKey === undefined) return false;
  const target = openTarget({ serverKey, key, id }, channel.sealed);
  if (target === undefined) return false;
  const { creator: _before, ...before } = target;
  const { creator: _now, ...now } = readTarget(serverKey, { notify, account: accountOf(again.account) });
  return isDeepStrictEqual(before, now);
}

const accountOf = (account: Account | undefined): Account => account ?? clientAccount({ client: 'unknown' });
