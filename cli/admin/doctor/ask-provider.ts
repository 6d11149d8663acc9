import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Config, SignInConfig } from '#server/config/config.ts';
import { fetchCode } from './discover-provider.ts';
import type { Metadata } from './discover-provider.ts';
import type { Check, Finding } from './finding.ts';

const WAIT_MS = 10_000;

const redirectUri = ({ publicUrl }: Config): string => `${publicUrl}signed-in`;

const random = (): string => randomBytes(32).toString('base64url');

/** OpenID Connect Core §3.1.2.6: the person would have to do something, and `prompt=none` forbids asking. */
const silent = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/**
 * Begins a sign-in in which the provider may not ask anybody (`prompt=none`). It answers on the redirect URI only if it
 * knows it for this client.
 */
export async function checkRedirect(config: Config, signIn: SignInConfig, metadata: Metadata): Promise<Check> {
  const uri = redirectUri(config);
  const url = new URL(metadata.authorization_endpoint);
  const parameters = {
    client_id: signIn.clientId,
    redirect_uri: uri,
    response_type: 'code',
    scope: signIn.scopes.join(' '),
    prompt: 'none',
    state: random(),
    nonce: random(),
    code_challenge: createHash('sha256').update(random()).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const passed = `The provider sends people back to ${uri}.`;
  try {
    const { status, headers } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WAIT_MS) });
    return { passed, findings: readRedirect(uri, { status, location: headers.get('location') ?? '' }) };
  } catch (error) {
    return { passed, findings: [unknown(uri, fetchCode(error))] };
  }
}

interface Answer {
  readonly status: number;
  readonly location: string;
}

function readRedirect(uri: string, { status, location }: Answer): Finding[] {
  const target = URL.parse(location);
  if (target !== null && `${target.origin}${target.pathname}` === uri) {
    const error = target.searchParams.get('error');
    if (error === null || silent.includes(error)) return [];
    return [
      { what: `The provider refuses to sign anybody in (${shown(error)}).`, fix: fixes[error] ?? 'See its log.' },
    ];
  }
  if (status < 400) return [unknown(uri, `status ${status}`)];
  return [
    {
      what: `The provider refuses the redirect URI ${uri}, or SOTTO_OIDC_CLIENT_ID (status ${status}).`,
      fix: `Register at the provider, exactly: ${uri}`,
    },
  ];
}

const fixes: Readonly<Record<string, string>> = {
  invalid_scope: 'Check SOTTO_OIDC_SCOPES, and which scopes the provider gives this client.',
  unauthorized_client: 'Allow the authorization code flow for this client at the provider.',
  access_denied: 'Check at the provider who may use this client.',
};

const unknown = (uri: string, why: string): Finding => ({
  isNote: true,
  what: `The provider did not say whether it knows the redirect URI (${why}). Register at the provider, exactly: ${uri}`,
});

/** RFC 6749 §5.2. */
const TokenError = v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() }));

/** Redeems a code that nobody was given: the provider checks the client first. */
export async function checkClient(config: Config, signIn: SignInConfig, metadata: Metadata): Promise<Check[]> {
  const { clientId, clientSecret } = signIn;
  if (clientSecret === undefined) return [];
  const client = { id: clientId, secret: clientSecret, redirectUri: redirectUri(config) };
  const isInBody = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true;
  try {
    const first = await redeem(metadata.token_endpoint, client, isInBody);
    // Some take it only where this client's registration says.
    const error = isRefusal(first) ? await redeem(metadata.token_endpoint, client, !isInBody) : first;
    if (acceptances.includes(error))
      return [{ passed: 'The provider accepts the client and its secret.', findings: [] }];
    return isRefusal(error) ? [{ passed: '', findings: [refusedClient(error)] }] : [];
  } catch (error) {
    const what = `The provider cannot be asked for a token (${fetchCode(error)}).`;
    return [
      { passed: '', findings: [{ what, fix: `Check that ${metadata.token_endpoint} can be reached from here.` }] },
    ];
  }
}

/** The second is Glewlwyd's word. */
const acceptances = ['invalid_grant', 'invalid_code'];

interface Client {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** @returns the error, or the status of a reply that is not one */
async function redeem(endpoint: string, { id, secret, redirectUri: uri }: Client, isInBody: boolean): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: random(),
    redirect_uri: uri,
    code_verifier: random(),
    ...(isInBody && { client_id: id, client_secret: secret }),
  });
  const basic = Buffer.from([id, secret].map(formEncoded).join(':')).toString('base64');
  const headers = isInBody ? {} : { authorization: `Basic ${basic}` };
  const signal = AbortSignal.timeout(WAIT_MS);
  const reply = await fetch(endpoint, { method: 'POST', body, headers, redirect: 'manual', signal });
  const parsed = v.safeParse(TokenError, await reply.text());
  return parsed.success ? parsed.output.error : String(reply.status);
}

/** As the service does it (RFC 6749 §2.3.1): also for characters that need it nowhere. */
const formEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[-_.!~*'()]|%20/g, (character) =>
    character === '%20' ? '+' : `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const isRefusal = (error: string): boolean => ['invalid_client', 'unauthorized_client', '401'].includes(error);

const refusedClient = (error: string): Finding => ({
  what: `The provider does not accept the client (${shown(error)}): nobody can finish signing in.`,
  fix: 'Check SOTTO_OIDC_CLIENT_ID and SOTTO_OIDC_CLIENT_SECRET, and whether the secret has expired.',
});

/** A provider may write anything. */
const shown = (text: string): string => text.replace(/[^\x20-\x7E]+/g, ' ').slice(0, 100);
