import * as v from 'valibot';
import type { Notices } from './config.ts';
import type { Env } from './read-settings.ts';
import { cidrList, optional, required, text, webhookSecret, webhookUrl } from './setting.ts';
import type { Settings } from './settings.ts';

const Notifiers = v.picklist(['off', 'members', 'token', 'anyone'], 'off, members, token or anyone');

/** Notices to senders, and what operators hear and record of their service. */
export const noticeSettings = {
  SOTTO_WEBHOOKS: optional(
    Notifiers,
    { shownDefault: '`token` with `SOTTO_CREATE=token`, otherwise `off`' },
    'Who may have notices of openings sent to an https address of their own: `anyone`, only `members` who have signed in, only holders of a `token`, or nobody (`off`). The service then posts to public addresses that people chose.',
  ),
  SOTTO_WEBHOOK_DENY: required(
    cidrList,
    '',
    'Public addresses or CIDR blocks that no notice is sent to, separated by commas: your own network’s, if they trust this machine. Private addresses are never posted to.',
  ),
  SOTTO_WEBHOOK_URL: optional(
    webhookUrl,
    { shownDefault: 'none', secret: true },
    'Your own address for notices of every share and request, which may be in your own network: `https://hooks.example/sotto`.',
  ),
  SOTTO_WEBHOOK_SECRET: optional(
    webhookSecret,
    { shownDefault: 'none', secret: true },
    'The secret that signs the notices to `SOTTO_WEBHOOK_URL` (Standard Webhooks): `whsec_` and 24 to 64 bytes in base64.',
  ),
  SOTTO_AUDIT: optional(
    text,
    { shownDefault: 'none' },
    'Where to write the audit stream: `stdout`, or the path of a file. One JSON line for each creation, opening, refusal, lock and end, and for what operators do; ids are keyed hashes.',
  ),
};

export function toNotices(settings: Settings): Notices {
  const { SOTTO_WEBHOOKS, SOTTO_WEBHOOK_URL: url, SOTTO_WEBHOOK_SECRET: secret, SOTTO_AUDIT: audit } = settings;
  const who = SOTTO_WEBHOOKS ?? (settings.SOTTO_CREATE === 'token' ? 'token' : 'off');
  return {
    ...(who !== 'off' && { webhooks: Object.freeze({ who, deny: Object.freeze(settings.SOTTO_WEBHOOK_DENY) }) }),
    ...(url !== undefined && secret !== undefined && { operatorWebhook: Object.freeze({ url, secret }) }),
    ...(audit !== undefined && { audit }),
  };
}

/** Settings of notices that contradict each other. */
export function ofNotices(settings: Partial<Settings>, given: Env): string[] {
  const isSet = (name: string) => given[name] !== undefined;
  const [url, secret, audit] = ['SOTTO_WEBHOOK_URL', 'SOTTO_WEBHOOK_SECRET', 'SOTTO_AUDIT'] as const;
  const faults: string[] = [];
  if (settings.SOTTO_WEBHOOKS === 'members' && !isSet('SOTTO_OIDC_ISSUER'))
    faults.push('SOTTO_WEBHOOKS=members needs SOTTO_OIDC_ISSUER.');
  if (isSet(url) && !isSet(secret)) faults.push(`${url} needs ${secret}, which signs the notices.`);
  if (isSet(secret) && !isSet(url)) faults.push(`${secret} needs ${url}, the address of the notices.`);
  if (!isSet('SOTTO_DATABASE_URL') || isSet('SOTTO_SERVER_KEY_FILE')) return faults;
  const { SOTTO_WEBHOOKS: who = 'off' } = settings;
  const needing = [...(who === 'off' ? [] : [`SOTTO_WEBHOOKS=${who}`]), ...[url, audit].filter(isSet)];
  return [...faults, ...needing.map((name) => `${name} needs SOTTO_SERVER_KEY_FILE with PostgreSQL.`)];
}
