import { equalBytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Credentials } from '#server/http/request-context.ts';
import { clientAccount } from '#server/quota/charge.ts';
import type { Account } from '#server/quota/charge.ts';
import { readSecret } from '#server/records/proof.ts';
import { findShare } from '#server/records/share.ts';
import { findUsable, markUsed } from '#server/records/token.ts';
import { tokenHash } from './create-token.ts';

interface CreationInput {
  readonly id: Uint8Array | undefined;
  /** base64url */
  readonly createProof: string;
}

/**
 * Admits the creator of a share, an upload or a request that is not an answer. Runs before any look-up of the id, so
 * that a stranger does not learn whether it exists. Its creator may repeat the create without a valid token, because
 * the first reply may have been lost.
 * @returns the account to charge: the token if one is required, from however many addresses it is used
 * @throws AppError `malformed`, or `token-required`, the same for a missing, wrong, expired or revoked token
 */
export async function admitCreator(deps: Deps, credentials: Credentials, creation: CreationInput): Promise<Account> {
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

/** Whether the creator has a valid token, where creating needs none but some terms do. */
export async function holdsToken({ store }: Pick<Deps, 'store'>, { token }: Credentials): Promise<boolean> {
  const hash = tokenHash(token ?? '');
  return hash !== undefined && (await findUsable(store.read, hash)) !== undefined;
}

/** Only the creator has the create proof. A pending upload does not count as created. */
async function isRepeated({ store }: Deps, { id, createProof }: CreationInput): Promise<boolean> {
  if (id === undefined || !equalBytes(idOf(readSecret(createProof)), id)) return false;
  const share = await findShare(store.read, id);
  return share !== undefined && share.state !== 'pending';
}
