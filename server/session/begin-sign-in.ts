import * as v from 'valibot';
import { toBase64url } from '#crypto/bytes.ts';
import { SECRET_BYTES } from '#crypto/limits.ts';
import type { Deps } from '#server/deps.ts';
import { hashOfSecret, sealSignIn } from '#server/gates/session-keys.ts';
import { secret } from '#server/forms/wire.ts';
import { insertSignIn } from '#server/records/sign-in.ts';
import { requireSignIn } from './require-sign-in.ts';

/** What the row of a sign-in holds, encrypted under its state. */
export const BegunSignIn = v.strictObject({
  nonce: secret,
  verifier: secret,
  /** The hash of the browser's cookie. */
  browser: secret,
});
export type BegunSignIn = v.InferOutput<typeof BegunSignIn>;

export interface BegunReply {
  readonly state: string;
  /** At the provider. */
  readonly url: string;
  /** For the cookie: the browser's own, or a new one. */
  readonly browser: Uint8Array;
}

/** @param browser the secret of its cookie, which several tabs share. @throws AppError `provider-down` */
export async function beginSignIn(deps: Deps, browser: Uint8Array | undefined): Promise<BegunReply> {
  const { provider } = requireSignIn(deps);
  const { random, store } = deps;
  const state = random(SECRET_BYTES);
  const [nonce, verifier] = [toBase64url(random(SECRET_BYTES)), toBase64url(random(SECRET_BYTES))];
  const kept = browser ?? random(SECRET_BYTES);
  const begun: BegunSignIn = { nonce, verifier, browser: toBase64url(hashOfSecret(kept)) };
  const url = await provider.signInUrl({ state: toBase64url(state), nonce, verifier });
  await store.write((tx) => insertSignIn(tx, { stateHash: hashOfSecret(state), sealed: sealSignIn(state, begun) }));
  return { state: toBase64url(state), url, browser: kept };
}
