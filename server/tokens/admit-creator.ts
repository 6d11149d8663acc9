import { equalBytes } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Credentials } from '#server/http/request-context.ts';
import { clientAccount, memberAccount } from '#server/quota/charge.ts';
import type { Account } from '#server/quota/charge.ts';
import { checkPass } from '#server/records/check-pass.ts';
import type { Member } from '#server/records/check-pass.ts';
import { hashOf, idOfProof, readSecret } from '#server/records/proof.ts';
import { findProofHashes, findShare } from '#server/records/share.ts';
import { findUsable, markUsed } from '#server/records/token.ts';
import type { PassPurpose } from '#server/session/wire.ts';
import { tokenHash } from './create-token.ts';

interface CreatorInput {
  readonly id: Uint8Array;
  readonly pass: string | undefined;
  readonly purpose: PassPurpose;
}

/** @returns who creates; undefined without a pass that holds, and where nobody can sign in */
export async function findCreator(
  { config, store, serverKey }: Deps,
  { id, pass, purpose }: CreatorInput,
): Promise<Member | undefined> {
  if (config.signIn === undefined || pass === undefined) return undefined;
  return checkPass(store.read, { serverKey, pass, purpose, id });
}

interface CreationInput {
  readonly id: Uint8Array;
  /** base64url */
  readonly createProof: string;
  /** base64url */
  readonly ownerProof: string;
  /** `findCreator`. */
  readonly member: Member | undefined;
}

/**
 * Admits the creator of a share, an upload or a request that is not an answer. Runs before any look-up of the id, so
 * that a stranger does not learn whether it exists. Its creator may repeat the create without a valid token or pass,
 * because the first reply may have been lost.
 * @returns the account to charge: the token or the member if one is required, from however many addresses it is used
 * @throws AppError `malformed`; `token-required` or `pass-required`, the same for a missing, wrong, expired or revoked
 *   one; `not-a-member`: a member, but not a creator
 */
export async function admitCreator(deps: Deps, credentials: Credentials, creation: CreationInput): Promise<Account> {
  const { create } = deps.config.policy;
  if (credentials.onlyAnswers) throw new AppError('malformed');
  if (create === 'anyone') return clientAccount(credentials);
  const { member } = creation;
  if (create !== 'token' && member?.isCreator === true) return memberAccount(member);
  const account = create === 'member' ? undefined : await tokenAccount(deps, credentials);
  if (account !== undefined) return account;
  if (await isRepeated(deps, creation, create !== 'token')) return clientAccount(credentials);
  if (create === 'token') throw new AppError('token-required');
  if (member !== undefined) throw new AppError('not-a-member');
  const triesToken = create === 'member-or-token' && credentials.token !== undefined;
  throw new AppError(triesToken ? 'token-required' : 'pass-required');
}

async function tokenAccount({ store }: Deps, credentials: Credentials): Promise<Account | undefined> {
  const hash = tokenHash(credentials.token ?? '');
  const token = hash && (await findUsable(store.read, hash));
  if (token === undefined) return undefined;
  const { number, lastUsedDay, today } = token;
  if (lastUsedDay !== today) await store.write((tx) => markUsed(tx, { number, day: today }));
  return `token ${number}`;
}

/** Whether the creator has a valid token, where creating needs none but some terms do. */
export async function holdsToken({ store }: Pick<Deps, 'store'>, { token }: Credentials): Promise<boolean> {
  const hash = tokenHash(token ?? '');
  return hash !== undefined && (await findUsable(store.read, hash)) !== undefined;
}

/**
 * Only the creator has the create proof. A pending upload does not count as created.
 * @param mayGoLive a pass lasts five minutes, so the one that began an upload also lets it go live
 */
async function isRepeated(
  { store }: Deps,
  { id, createProof, ownerProof }: CreationInput,
  mayGoLive: boolean,
): Promise<boolean> {
  if (!equalBytes(idOfProof(readSecret(createProof)), id)) return false;
  const share = await findShare(store.read, id);
  if (share?.state !== 'pending') return share !== undefined;
  const hashes = mayGoLive ? await findProofHashes(store.read, id) : undefined;
  return hashes !== undefined && equalBytes(hashes.ownerHash, hashOf(readSecret(ownerProof)));
}
