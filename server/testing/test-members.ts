import { randomBytes } from 'node:crypto';
import { encodeId } from '#crypto/ids.ts';
import { toBase64url } from '#crypto/bytes.ts';
import type { Config, SignInConfig } from '#server/config/config.ts';
import { queryOnce } from '#server/db/query.ts';
import type { Deps } from '#server/deps.ts';
import { PASS_SECONDS, writePass } from '#server/gates/pass.ts';
import type { PassContent } from '#server/gates/pass.ts';
import type { Member } from '#server/records/check-pass.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { hashOfSecret, sealClaims, subTagOf } from '#server/gates/session-keys.ts';
import type { PassPurpose } from '#server/session/wire.ts';

const ISSUER = 'https://id.example.org';

/** The same service, as settings. */
export const SIGN_IN_SETTINGS = {
  SOTTO_OIDC_ISSUER: ISSUER,
  SOTTO_OIDC_CLIENT_ID: 'sotto',
  SOTTO_OIDC_NAME: 'Example',
  SOTTO_OIDC_GROUPS_CLAIM: '/groups',
  SOTTO_OIDC_GROUPS: 'ops,staff',
};
const SESSION_SECONDS = 43_200;

/** A service on which the members of Example can sign in. Nothing asks the provider. */
export const withSignIn = (deps: Deps, signIn: Partial<SignInConfig> = {}, config: Partial<Config> = {}): Deps => ({
  ...deps,
  config: {
    ...deps.config,
    signIn: {
      issuer: ISSUER,
      clientId: 'sotto',
      name: 'Example',
      scopes: ['openid', 'email'],
      groupsClaim: '/groups',
      groups: ['ops', 'staff'],
      ...signIn,
    },
    ...config,
  },
});

interface TestClaims {
  readonly iss?: string;
  readonly sub?: string;
  /** The verified address; null: the provider verified none. */
  readonly address?: string | null;
  readonly groups?: readonly string[];
  readonly creator?: boolean;
  /** As after `sotto login`. */
  readonly isTerminal?: boolean;
}

export interface TestMember {
  readonly claims: Required<TestClaims>;
  /** S */
  readonly secret: Uint8Array;
  readonly subTag: Uint8Array;
  /** A new pass, as `POST /api/session/pass` would write it now. */
  readonly pass: (purpose: PassPurpose, id: Uint8Array, changes?: Partial<PassContent>) => Promise<string>;
  readonly signOut: () => Promise<void>;
}

/** Somebody who has just signed in: inserts the row of the session. */
export async function signedIn(deps: Pick<Deps, 'store' | 'serverKey'>, claims: TestClaims = {}): Promise<TestMember> {
  const { sub = 'ana', address = `${sub}@example.org`, groups = [], creator = true, isTerminal = false } = claims;
  const { iss = ISSUER } = claims;
  const { store } = deps;
  const serverKey = keyOf(deps);
  const secret = new Uint8Array(randomBytes(32));
  const hash = hashOfSecret(secret);
  const subTag = subTagOf(serverKey, { iss, sub });
  const createdAt = await store.now();
  const who = { who: address ?? sub, ...(address !== null && { address }) };
  const stored = {
    iss,
    sub,
    ...who,
    groups: [...groups],
    isCreator: creator,
    ...(isTerminal && { isTerminal }),
  };
  const row = {
    hash,
    sealed: sealClaims(secret, stored),
    sid_tag: null,
    sub_tag: subTag,
    created_at: createdAt,
    expires_at: createdAt + SESSION_SECONDS,
  };
  await store.write((tx) => queryOnce(tx, ({ kysely }) => kysely.insertInto('session').values(row)));
  return {
    claims: { iss, sub, address, groups, creator, isTerminal },
    secret,
    subTag,
    async pass(purpose, id, changes = {}) {
      const content: PassContent = {
        s: toBase64url(hash),
        for: purpose,
        id: encodeId(id),
        exp: (await store.now()) + PASS_SECONDS,
        groups: [...groups],
        who: address ?? sub,
        ...(address !== null && { address }),
        ...(creator && { creator }),
        ...changes,
      };
      return writePass(serverKey, hash, JSON.stringify(content));
    },
    async signOut() {
      await store.write((tx) => queryOnce(tx, ({ kysely }) => kysely.deleteFrom('session').where('hash', '=', hash)));
    },
  };
}

/** What a pass says of them, for use cases that get it from their routes. */
export const memberOf = ({ subTag, claims: { sub, address, groups, creator } }: TestMember): Member => ({
  subTag,
  groups,
  who: address ?? sub,
  isCreator: creator,
  ...(address !== null && { address }),
});

function keyOf({ serverKey }: Pick<Deps, 'serverKey'>): ServerKey {
  if (serverKey === undefined) throw new Error('Sessions need a server key.');
  return serverKey;
}
