import { createRemoteJWKSet, customFetch as keysFetch } from 'jose';
import type { RemoteJWKSet } from 'jose';
import * as client from 'openid-client';
import type { SignInConfig } from '#server/config/config.ts';
import { namesIssuer } from './names-issuer.ts';
import { providerDown } from './provider-errors.ts';
import { boundedFetch } from './provider-fetch.ts';

/** How old the provider's metadata may be. */
const METADATA_MS = 3_600_000;
/** Anybody can send a logout token that names an unknown key. */
const LOGOUT_KEYS_COOLDOWN_MS = 5_000;

export interface Discovered {
  readonly configuration: client.Configuration;
  readonly metadata: client.ServerMetadata;
  /** For ID tokens, which come from the provider itself: an unknown key is always asked for. */
  readonly keys: RemoteJWKSet;
  readonly logoutKeys: RemoteJWKSet;
}

export interface DiscoveryOptions {
  readonly signIn: SignInConfig;
  readonly authenticate: client.ClientAuth;
  readonly timeoutSeconds: number;
}

/**
 * What the provider says of itself: asked for once for all who wait, and again after a failure, or after an hour. If it
 * cannot be asked then, what it said before still counts.
 */
export function createDiscovery(options: DiscoveryOptions): () => Promise<Discovered> {
  const fetch = boundedFetch();
  let last: { readonly discovered: Discovered; readonly at: number } | undefined;
  let asking: Promise<Discovered> | undefined;
  const ask = async () => {
    const discovered = await discover(options, fetch);
    last = { discovered, at: performance.now() };
    return discovered;
  };
  return async () => {
    const before = last;
    if (before !== undefined && performance.now() - before.at < METADATA_MS) return before.discovered;
    asking ??= ask().finally(() => (asking = undefined));
    return before === undefined ? asking : asking.catch(() => before.discovered);
  };
}

async function discover(
  { signIn, authenticate, timeoutSeconds }: DiscoveryOptions,
  fetch: typeof globalThis.fetch,
): Promise<Discovered> {
  // The settings allow plain http only on this machine.
  const isPlain = signIn.issuer.startsWith('http:');
  const customFetch: client.CustomFetch = (url, { body, ...rest }) =>
    fetch(url, { ...rest, body: (body ?? null) as BodyInit | null });
  const configuration = await client.discovery(new URL(signIn.issuer), signIn.clientId, undefined, authenticate, {
    timeout: timeoutSeconds,
    [client.customFetch]: customFetch,
    ...(isPlain && { execute: [client.allowInsecureRequests] }),
  });
  const metadata = configuration.serverMetadata();
  const { authorization_endpoint: signInAt, token_endpoint: tokensAt, jwks_uri: keysAt = '' } = metadata;
  if (!namesIssuer(metadata.issuer, signIn.issuer)) throw providerDown('wrong-issuer');
  // The browser goes to the first one.
  const isSafe = (url: string | undefined) => ['https:', ...(isPlain ? ['http:'] : [])].includes(protocolOf(url));
  if (![signInAt, tokensAt, keysAt].every(isSafe)) throw providerDown('not-as-documented');
  const keysWith = (cooldownDuration: number) => {
    const duration = { timeoutDuration: timeoutSeconds * 1000, cooldownDuration };
    return createRemoteJWKSet(new URL(keysAt), { ...duration, [keysFetch]: fetch });
  };
  return { configuration, metadata, keys: keysWith(0), logoutKeys: keysWith(LOGOUT_KEYS_COOLDOWN_MS) };
}

const protocolOf = (url = ''): string => URL.parse(url)?.protocol ?? '';
