import * as v from 'valibot';
import type { Finding } from './finding.ts';
import { failureCode } from './probe.ts';

const WAIT_MS = 10_000;

const list = v.optional(v.array(v.string()));

/** OpenID Connect Discovery 1.0 §3, as far as the doctor reads it. */
const Metadata = v.object({
  issuer: v.string(),
  authorization_endpoint: v.pipe(v.string(), v.url()),
  token_endpoint: v.pipe(v.string(), v.url()),
  jwks_uri: v.pipe(v.string(), v.url()),
  response_types_supported: list,
  code_challenge_methods_supported: list,
  token_endpoint_auth_methods_supported: list,
  scopes_supported: list,
  claims_supported: list,
  backchannel_logout_supported: v.optional(v.boolean()),
});
export type Metadata = v.InferOutput<typeof Metadata>;

export interface Discovered {
  readonly metadata: Metadata;
  /** How far the provider's clock is ahead; undefined if it does not tell. */
  readonly skewSeconds: number | undefined;
}

/** Reads the provider's description of itself. */
export async function discover(issuer: string): Promise<Discovered | Finding> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const askedAt = Date.now();
  try {
    const reply = await fetch(address, { signal: AbortSignal.timeout(WAIT_MS) });
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Metadata), await reply.text());
    if (!parsed.success || reply.status !== 200) return notProvider(address, reply.status);
    const date = Date.parse(reply.headers.get('date') ?? '');
    // The header has whole seconds, and says when the reply began.
    const skewMs = date + 500 - (askedAt + Date.now()) / 2;
    return { metadata: parsed.output, skewSeconds: Number.isNaN(date) ? undefined : Math.round(skewMs / 1000) };
  } catch (error) {
    const code = fetchCode(error);
    return {
      what: `${address} cannot be reached (${code}): nobody can sign in.`,
      fix: 'Check SOTTO_OIDC_ISSUER, and whether a firewall is in between. For a certificate of your own, name it in NODE_EXTRA_CA_CERTS.',
    };
  }
}

const notProvider = (address: string, status: number): Finding => ({
  what: `${address} is not the description of an OpenID Connect provider (status ${status}).`,
  fix: 'SOTTO_OIDC_ISSUER is the part of that address before /.well-known, as the provider shows it.',
});

/** The code of the error below that of `fetch`, which has none. */
export function fetchCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return failureCode(cause instanceof Error ? cause : error);
}
