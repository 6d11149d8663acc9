import { equalBytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Credentials } from '#server/http/endpoint.ts';
import { clientAccount } from '#server/quota/charge.ts';
import type { Account } from '#server/quota/charge.ts';
import { readSecret } from '#server/records/proof.ts';
import { findShare } from '#server/records/share.ts';
import { tokenHash } from './create-token.ts';
import { findUsable, markUsed } from '#server/records/token.ts';

export interface Creation {
  readonly id: Uint8Array | undefined;
  /** base64url */
  readonly createProof: string;
}

/**
 * For what is not an answer to a request. Before any look at what is to be created: whether it is there already is nothing that a stranger learns. Its creator
 * learns it, whatever has become of the token: an answer that was lost may be asked for again (PROTOCOL: create repeated).
 * @returns to whom it counts: the token where one is needed, however many addresses its holder has
 * @throws AppError `token-required`, alike for no token, a wrong one, and one that has expired or was revoked; `malformed`
 */
export async function admitCreator(deps: Deps, credentials: Credentials, creation: Creation): Promise<Account> {
  const { config, store } = deps;
  if (credentials.onlyAnswers) throw new AppError('malformed');
  if (config.policy.create === 'anyone') return clientAccount(credentials);
  const hash = tokenHash(credentials.token ?? '');
  const token = hash && (await findUsable(store.read, hash));
  if (token === undefined) {
    if (await isRepeated(deps, creation)) return clientAccount(credentials);
    throw new AppError('token-required');
  }
  const { number, lastUsedDay, today } = token;
  if (lastUsedDay !== today) await store.write((tx) => markUsed(tx, { number, day: today }));
  return `token ${number}`;
}

/** Only who made it has its create proof. What is still being uploaded is not made yet. */
async function isRepeated({ store }: Deps, { id, createProof }: Creation): Promise<boolean> {
  if (id === undefined || !equalBytes(idOf(readSecret(createProof)), id)) return false;
  const share = await findShare(store.read, id);
  return share !== undefined && share.state !== 'pending';
}
