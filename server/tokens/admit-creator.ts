import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Caller } from '#server/http/endpoint.ts';
import type { Account } from '#server/quota/charge.ts';
import { tokenHash } from './create-token.ts';
import { findUsable, markUsed } from './storage.ts';

/** Whoever answers, or creates where everybody may: known by the address alone. */
export const clientAccount = ({ client }: Pick<Caller, 'client'>): Account => `client ${client}`;

/**
 * Before any look at what is to be created: whether it is there already is nothing that a stranger learns.
 * @returns to whom it counts: the token where one is needed, however many addresses its holder has
 * @throws AppError `token-required`, alike for no token, a wrong one, and one that has expired or was revoked
 */
export async function admitCreator({ config, store }: Deps, caller: Caller): Promise<Account> {
  if (config.policy.create === 'anyone') return clientAccount(caller);
  const hash = tokenHash(bearer(caller.authorization));
  const token = hash && (await findUsable(store.read, hash));
  if (token === undefined) throw new AppError('token-required');
  const { number, lastUsedDay, today } = token;
  if (lastUsedDay !== today) await store.write((tx) => markUsed(tx, { number, day: today }));
  return `token ${number}`;
}

function bearer(authorization = ''): string {
  return /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}
