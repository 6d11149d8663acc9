import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { SECRET_BYTES } from '#crypto/limits.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { hashOfSecret, openSignIn, sealClaims, sidTagOf, subTagOf } from '#server/gates/session-keys.ts';
import { endSession, insertSession, SESSION_SECONDS } from '#server/records/session.ts';
import { takeSignIn } from '#server/records/sign-in.ts';
import { BegunSignIn } from './begin-sign-in.ts';
import { shownSession } from './current-session.ts';
import { readMember } from './read-member.ts';
import { requireSignIn } from './require-sign-in.ts';
import type { Session } from './wire.ts';

export interface FinishInput {
  readonly state: string;
  readonly code: string;
  readonly iss?: string | undefined;
  /** The secrets of the browser's two cookies. */
  readonly browser: Uint8Array | undefined;
  readonly before: Uint8Array | undefined;
}

export interface FinishedReply {
  readonly session: Session;
  readonly secret: Uint8Array;
  readonly seconds: number;
}

/**
 * Each sign-in gets a new session, and the one that the browser had before ends: somebody else may know its secret. The
 * provider is asked between two transactions.
 * @throws AppError `sign-in-refused`, `provider-down`
 */
export async function finishSignIn(deps: Deps, input: FinishInput): Promise<FinishedReply> {
  const { provider, signIn, serverKey } = requireSignIn(deps);
  const { store, random, audit } = deps;
  const { nonce, verifier } = await takeBegun(deps, input);
  const { state, code, iss } = input;
  const claims = await provider.redeem({ code, iss }, { state, nonce, verifier }, await store.now());
  const reading = readMember(signIn, claims);
  if ('fault' in reading) throw new AppError('sign-in-refused', { reason: reading.fault });
  const { member } = reading;
  const secret = random(SECRET_BYTES);
  const subTag = subTagOf(serverKey, member);
  const { sid } = member;
  const row = {
    hash: hashOfSecret(secret),
    sealed: sealClaims(secret, member),
    sidTag: sid === undefined ? null : sidTagOf(serverKey, { iss: member.iss, sid }),
    subTag,
  };
  const expiresAt = await store.write(async (tx) => {
    if (input.before !== undefined) await endSession(tx, hashOfSecret(input.before));
    return insertSession(tx, row);
  });
  audit?.record({ act: 'sign-in', member: subTag });
  return { session: shownSession(member, expiresAt), secret, seconds: SESSION_SECONDS };
}

/** A state counts once, whatever comes of it. @throws AppError `sign-in-refused` */
async function takeBegun({ store }: Deps, { state, browser }: FinishInput): Promise<BegunSignIn> {
  const unknown = new AppError('sign-in-refused', { reason: 'unknown-state' });
  if (browser === undefined) throw unknown;
  const secret = Buffer.from(state, 'base64url');
  const sealed = await store.write((tx) => takeSignIn(tx, hashOfSecret(secret)));
  if (sealed === undefined) throw unknown;
  const begun = v.parse(BegunSignIn, openSignIn(secret, sealed));
  if (!timingSafeEqual(hashOfSecret(browser), Buffer.from(begun.browser, 'base64url'))) throw unknown;
  return begun;
}
