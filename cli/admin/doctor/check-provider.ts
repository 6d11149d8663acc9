import type { Config, SignInConfig } from '#server/config/config.ts';
import { isLoopback } from '#server/http/loopback.ts';
import { pointedNames } from '#server/session/claims.ts';
import { namesIssuer } from '#server/session/names-issuer.ts';
import { checkClient, checkRedirect } from './ask-provider.ts';
import { discover } from './discover-provider.ts';
import type { Metadata } from './discover-provider.ts';
import type { Check, Finding } from './finding.ts';

const MAX_SKEW_SECONDS = 30;

const logoutUri = ({ publicUrl }: Config): string => `${publicUrl}api/session/ended-by-provider`;

/** Checks the provider that members sign in with. Asks it, if it can be reached. */
export async function checkProvider(config: Config, signIn: SignInConfig): Promise<Check[]> {
  const cookies = checkCookies(config);
  const found = await discover(signIn.issuer);
  if ('what' in found) return [...cookies, { passed: '', findings: [found] }];
  const { metadata, skewSeconds } = found;
  return [
    ...cookies,
    { passed: `The provider ${signIn.issuer} can be reached.`, findings: checkIssuer(signIn, metadata) },
    { passed: 'The clocks of the provider and of this machine agree.', findings: checkSkew(skewSeconds) },
    { passed: 'The provider knows the scopes and the claims.', findings: checkNames(signIn, metadata) },
    await checkRedirect(config, signIn, metadata),
    ...(await checkClient(config, signIn, metadata)),
    { passed: '', findings: [logoutNote(config, metadata)] },
  ];
}

/** Cookies with the attribute Secure work on https, and on this machine. */
function checkCookies({ publicUrl }: Config): Check[] {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:' || isLoopback(hostname)) return [];
  const what = `SOTTO_PUBLIC_URL is ${publicUrl}, without TLS: browsers keep no session there, so nobody can sign in.`;
  return [
    { passed: '', findings: [{ what, fix: 'Put a proxy with TLS in front, and set SOTTO_PUBLIC_URL to https://…' }] },
  ];
}

function checkIssuer({ issuer }: SignInConfig, metadata: Metadata): Finding[] {
  const findings: Finding[] = [];
  if (!namesIssuer(metadata.issuer, issuer))
    findings.push({
      what: `The provider calls itself ${metadata.issuer}, which is not SOTTO_OIDC_ISSUER: its tokens are refused.`,
      fix: `SOTTO_OIDC_ISSUER=${metadata.issuer}   (with its slash at the end, or without, exactly)`,
    });
  if (metadata.response_types_supported?.includes('code') === false)
    findings.push({ what: 'The provider does not support the response type code, which Sotto needs.' });
  if (metadata.code_challenge_methods_supported?.includes('S256') === false)
    findings.push({ what: 'The provider does not support PKCE with S256, which Sotto needs.' });
  return findings;
}

function checkSkew(seconds: number | undefined): Finding[] {
  if (seconds === undefined || Math.abs(seconds) <= MAX_SKEW_SECONDS) return [];
  const direction = seconds > 0 ? 'ahead of' : 'behind';
  return [
    {
      what: `The clock of the provider is ${Math.abs(seconds)} s ${direction} the clock of this machine: its tokens are refused.`,
      fix: 'On the machine whose clock is wrong: timedatectl set-ntp true',
    },
  ];
}

/** Only notes: providers may know more than they list. */
function checkNames(signIn: SignInConfig, { scopes_supported: scopes, claims_supported: claims }: Metadata): Finding[] {
  const unknown = signIn.scopes.filter((scope) => scopes?.includes(scope) === false);
  const notes = unknown.map((scope) => `The provider does not list the scope ${scope} of SOTTO_OIDC_SCOPES.`);
  const rules = [...(signIn.members ?? []), ...(signIn.creators ?? [])];
  const needed = new Map<string, string>();
  if (rules.some(({ kind }) => kind === 'address' || kind === 'domain')) needed.set('email', 'a rule');
  for (const rule of rules) if (rule.kind === 'claim') needed.set(firstName(rule.pointer), 'a rule');
  if (signIn.groupsClaim !== undefined) needed.set(firstName(signIn.groupsClaim), 'SOTTO_OIDC_GROUPS_CLAIM');
  for (const [name, by] of needed)
    if (claims?.includes(name) === false)
      notes.push(
        `The provider does not list the claim ${name}, which ${by} needs. It may send it anyway: see docs/operating.md, and sotto admin members check.`,
      );
  return notes.map((what) => ({ isNote: true, what }));
}

/** The member of the claims themselves. */
const firstName = (pointer: string): string => pointedNames(pointer)[0] ?? '';

function logoutNote(config: Config, { backchannel_logout_supported: isSupported = false }: Metadata): Finding {
  const uri = logoutUri(config);
  const what = isSupported
    ? `Register the back-channel logout URI ${uri}: signing out at the provider then ends the session here.`
    : `The provider does not say that it supports back-channel logout (${uri}): a session lasts 12 hours, or until sotto admin sessions --end-sub.`;
  return { isNote: true, what };
}
