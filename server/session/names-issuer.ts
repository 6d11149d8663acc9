import { isSharedIssuer } from '#server/config/sign-in-settings.ts';

/**
 * OpenID Connect Discovery 1.0 §4.3: identical. Microsoft's issuers for several organisations name a template, which the
 * `tid` of each token fills.
 */
export function namesIssuer(named: string, configured: string): boolean {
  if (named === 'https://login.microsoftonline.com/{tenantid}/v2.0') return isSharedIssuer(configured);
  return named === configured;
}
