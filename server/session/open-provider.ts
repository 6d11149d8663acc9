import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch as keysFetch, decodeJwt, jwtVerify } from 'jose';
import type { JWTPayload, RemoteJWKSet } from 'jose';
import * as client from 'openid-client';
import { isSharedIssuer } from '#server/config/sign-in-settings.ts';
import type { SignInConfig } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';
import { clientAuthentication } from './client-authentication.ts';
import { asProviderError, providerDown } from './provider-errors.ts';
import { boundedFetch } from './provider-fetch.ts';
import type { Logout, Provider } from './provider.ts';
import { readLogoutClaims } from './read-logout-claims.ts';

/** Only signatures that nobody can make with the client's secret, or with no key at all. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];
const CLOCK_SKEW_SECONDS = 30;
const TIMEOUT_SECONDS = 8;
/** How old the provider's metadata may be. */
const METADATA_MS = 3_600_000;
/** Anybody can send a logout token that names an unknown key. */
const LOGOUT_KEYS_COOLDOWN_MS = 5_000;
/** Somebody who signs in has ten minutes, but the provider writes the token only at the end. */
const MAX_ID_TOKEN_AGE_SECONDS = 600;
const MAX_LOGOUT_TOKEN_AGE_SECONDS = 300;

export interface ProviderOptions {
  readonly signIn: SignInConfig;
  readonly publicUrl: string;
  readonly timeoutSeconds?: number;
  /** Told why the provider cannot be used, in words of the libraries: a code, never a value. */
  readonly failed?: (reason: string, code: string) => void;
}

interface Discovered {
  readonly configuration: client.Configuration;
  readonly metadata: client.ServerMetadata;
  /** For ID tokens, which come from the provider itself: an unknown key is always asked for. */
  readonly keys: RemoteJWKSet;
  readonly logoutKeys: RemoteJWKSet;
  readonly at: number;
}

/** Asks the provider for nothing until it is needed. */
export function openProvider(options: ProviderOptions): Provider {
  const { signIn, publicUrl, failed = () => undefined } = options;
  const redirectUri = `${publicUrl}signed-in`;
  const authentication = clientAuthentication(signIn.clientSecret);
  const discovered = createDiscovery(options, authentication.authenticate);

  /** @throws AppError */
  const asking = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      const { error, code } = asProviderError(thrown);
      if (error.code === 'provider-down') failed(String(error.members['reason']), code);
      throw error;
    }
  };

  return {
    check: () => asking(async () => void (await discovered())),
    signInUrl: ({ state, nonce, verifier }) =>
      asking(async () => {
        const { configuration } = await discovered();
        const url = client.buildAuthorizationUrl(configuration, {
          ...{ redirect_uri: redirectUri, scope: signIn.scopes.join(' '), state, nonce },
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        });
        return url.href;
      }),
    redeem: ({ code, iss }, { state, nonce, verifier }, now) =>
      asking(async () => {
        const { configuration, metadata, keys } = await discovered();
        // Before the code leaves: it may be of another provider (RFC 9207).
        const isNamed = metadata['authorization_response_iss_parameter_supported'] === true;
        if (iss === undefined ? isNamed : iss !== metadata.issuer)
          throw new AppError('sign-in-refused', { reason: 'code-refused' });
        const callback = new URL(redirectUri);
        callback.search = new URLSearchParams({ code, state, ...(iss !== undefined && { iss }) }).toString();
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        };
        const tokens = await authentication.retry(() => client.authorizationCodeGrant(configuration, callback, checks));
        return verify(tokens.id_token ?? '', keys, {
          issuer: tokens.claims()?.iss ?? metadata.issuer,
          ...{ audience: signIn.clientId, now, maxAgeSeconds: MAX_ID_TOKEN_AGE_SECONDS },
        });
      }),
    readLogout: async (token, now): Promise<Logout | undefined> => {
      // Without asking the provider for what is nothing of its own.
      if (!isJwt(token)) return undefined;
      return asking(async () => {
        const { metadata, logoutKeys } = await discovered();
        const rule = { issuer: metadata.issuer, audience: signIn.clientId };
        return readLogoutClaims(
          await verify(token, logoutKeys, { ...rule, now, maxAgeSeconds: MAX_LOGOUT_TOKEN_AGE_SECONDS }),
        );
      }).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'sign-in-refused') return undefined;
        throw error;
      });
    },
  };
}

interface Verification {
  readonly issuer: string;
  readonly audience: string;
  readonly now: number;
  readonly maxAgeSeconds: number;
}

/** @throws an error of jose */
async function verify(
  token: string,
  keys: RemoteJWKSet,
  { issuer, audience, now, maxAgeSeconds }: Verification,
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, keys, {
    ...{ issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp'] },
    ...{ currentDate: new Date(now * 1000), clockTolerance: CLOCK_SKEW_SECONDS, maxTokenAge: maxAgeSeconds },
  });
  return payload;
}

function isJwt(token: string): boolean {
  try {
    decodeJwt(token);
    return true;
  } catch {
    return false;
  }
}

/** What the provider says of itself, asked for once for all who wait, and again after an hour or a failure. */
function createDiscovery(
  { signIn, timeoutSeconds = TIMEOUT_SECONDS }: ProviderOptions,
  authenticate: client.ClientAuth,
): () => Promise<Discovered> {
  const fetch = boundedFetch();
  const isPlain = signIn.issuer.startsWith('http:');
  let known: Discovered | undefined;
  let asking: Promise<Discovered> | undefined;

  const discover = async (): Promise<Discovered> => {
    const configuration = await client.discovery(new URL(signIn.issuer), signIn.clientId, undefined, authenticate, {
      timeout: timeoutSeconds,
      [client.customFetch]: (url, { body, ...rest }) =>
        fetch(url, { ...rest, body: (body ?? null) as BodyInit | null }),
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    });
    const metadata = configuration.serverMetadata();
    const { jwks_uri: jwksUri = '' } = metadata;
    if (!namesIssuer(metadata.issuer, signIn.issuer)) throw providerDown('wrong-issuer');
    if (!(isPlain ? /^https?:/ : /^https:/).test(jwksUri)) throw providerDown('not-as-documented');
    const keysWith = (cooldownDuration: number) =>
      createRemoteJWKSet(new URL(jwksUri), {
        ...{ timeoutDuration: timeoutSeconds * 1000, cooldownDuration },
        [keysFetch]: fetch,
      });
    const keys = { keys: keysWith(0), logoutKeys: keysWith(LOGOUT_KEYS_COOLDOWN_MS) };
    return (known = { configuration, metadata, ...keys, at: performance.now() });
  };

  return async () => {
    const last = known;
    if (last !== undefined && performance.now() - last.at < METADATA_MS) return last;
    asking ??= discover().finally(() => (asking = undefined));
    return last === undefined ? asking : asking.catch(() => last);
  };
}

/** Microsoft's issuers for several organisations name a template, which the `tid` of each token fills. */
function namesIssuer(named: string, configured: string): boolean {
  const isTemplate = named === 'https://login.microsoftonline.com/{tenantid}/v2.0';
  return isTemplate ? isSharedIssuer(configured) : new URL(named).href === new URL(configured).href;
}
