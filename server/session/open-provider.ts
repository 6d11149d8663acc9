import { createHash } from 'node:crypto';
import { decodeJwt, jwtVerify } from 'jose';
import type { JWTPayload, RemoteJWKSet } from 'jose';
import { authorizationCodeGrant, buildAuthorizationUrl } from 'openid-client';
import type { AuthorizationCodeGrantChecks } from 'openid-client';
import type { SignInConfig } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';
import type { Claims } from './claims.ts';
import { clientAuthentication } from './client-authentication.ts';
import { createDiscovery } from './discover-provider.ts';
import type { Discovered } from './discover-provider.ts';
import { asProviderError } from './provider-errors.ts';
import type { Logout, Provider, Returned, SignInSecrets } from './provider.ts';
import { readLogoutClaims } from './read-logout-claims.ts';

/** Only signatures that nobody can make with the client's secret, or with no key at all. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];
const CLOCK_SKEW_SECONDS = 30;
const TIMEOUT_SECONDS = 8;
/** The provider writes an ID token when it gets the code. */
const MAX_ID_TOKEN_AGE_SECONDS = 600;
const MAX_LOGOUT_TOKEN_AGE_SECONDS = 300;

export interface ProviderOptions {
  readonly signIn: SignInConfig;
  readonly publicUrl: string;
  readonly timeoutSeconds?: number;
  /** Told why the provider cannot be used. `code` is the library's, never a value. */
  readonly failed?: (reason: string, code: string) => void;
}

/** Asks the provider nothing until it is needed. */
export function openProvider(options: ProviderOptions): Provider {
  const { signIn, publicUrl, timeoutSeconds = TIMEOUT_SECONDS } = options;
  const asking = createAsking(options);
  const { authenticate, retry } = clientAuthentication(signIn.clientSecret);
  const discovered = createDiscovery({ signIn, authenticate, timeoutSeconds });
  const redirectUri = `${publicUrl}signed-in`;

  return {
    check: () =>
      asking(async () => {
        await discovered();
      }),
    signInUrl: ({ state, nonce, verifier }) =>
      asking(async () => {
        const { configuration } = await discovered();
        const url = buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: signIn.scopes.join(' '),
          state,
          nonce,
          ...challengeOf(verifier),
        });
        return url.href;
      }),
    redeem: (returned, secrets, now) =>
      asking(async () => {
        const { configuration, metadata, keys } = await discovered();
        requireOwnIssuer(metadata, returned);
        const tokens = await retry(() =>
          authorizationCodeGrant(configuration, callbackOf(redirectUri, returned, secrets), checksOf(secrets)),
        );
        // The library has compared the issuer, which Microsoft's template makes of another claim.
        const issuer = tokens.claims()?.iss ?? metadata.issuer;
        const rule = { audience: signIn.clientId, now, maxAgeSeconds: MAX_ID_TOKEN_AGE_SECONDS };
        return verify(tokens.id_token ?? '', keys, { issuer, ...rule });
      }),
    async readLogout(token, now) {
      // Nobody is asked about what is no token at all.
      if (!isJwt(token)) return undefined;
      const read = async (): Promise<Logout> => {
        const { metadata, logoutKeys } = await discovered();
        const rule = { audience: signIn.clientId, now, maxAgeSeconds: MAX_LOGOUT_TOKEN_AGE_SECONDS };
        return readLogoutClaims(await verify(token, logoutKeys, { issuer: metadata.issuer, ...rule }));
      };
      return asking(read).catch(unlessRefused);
    },
  };
}

/** RFC 7636. */
const challengeOf = (verifier: string) => ({
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
});

/** Only AppErrors leave: those of the libraries quote tokens. */
function createAsking({ failed }: ProviderOptions) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      const { error, code } = asProviderError(thrown);
      if (error.code === 'provider-down') failed?.(String(error.members['reason']), code);
      throw error;
    }
  };
}

/** Before the code leaves: it may be another provider's (RFC 9207). @throws AppError `sign-in-refused` */
function requireOwnIssuer(metadata: Discovered['metadata'], { iss }: Returned): void {
  const namesItself = metadata['authorization_response_iss_parameter_supported'] === true;
  const isOwn = iss === undefined ? !namesItself : iss === metadata.issuer;
  if (!isOwn) throw new AppError('sign-in-refused', { reason: 'code-refused' });
}

function callbackOf(redirectUri: string, { code, iss }: Returned, { state }: SignInSecrets): URL {
  const url = new URL(redirectUri);
  url.search = new URLSearchParams({ code, state, ...(iss !== undefined && { iss }) }).toString();
  return url;
}

const checksOf = ({ state, nonce, verifier }: SignInSecrets): AuthorizationCodeGrantChecks => ({
  expectedState: state,
  expectedNonce: nonce,
  pkceCodeVerifier: verifier,
  idTokenExpected: true,
});

interface Verification {
  readonly issuer: string;
  readonly audience: string;
  /** Unix seconds. */
  readonly now: number;
  readonly maxAgeSeconds: number;
}

/** @throws an error of jose */
async function verify(
  token: string,
  keys: RemoteJWKSet,
  { issuer, audience, now, maxAgeSeconds }: Verification,
): Promise<JWTPayload & Claims> {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp'],
    currentDate: new Date(now * 1000),
    clockTolerance: CLOCK_SKEW_SECONDS,
    maxTokenAge: maxAgeSeconds,
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

function unlessRefused(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'sign-in-refused') return undefined;
  throw error;
}
