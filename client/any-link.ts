import { cleanLink } from '#crypto/link.ts';
import { readLink } from './link.ts';
import type { LinkKind } from './link.ts';

/** A link to any service: for a program that is at home nowhere, the address in the link says where to ask. */
export interface AnyLink {
  /** Where the service's links begin; ends in `/`. */
  readonly publicUrl: string;
  readonly kind: LinkKind;
  readonly id: string;
  /** What follows `#`, unread, for `readFragment`; empty where the key is missing. */
  readonly fragment: string;
}

/** Reads through the same damage as `readLink`; without a scheme, https is meant. @returns undefined for what is no link */
export function readAnyLink(text: string): AnyLink | undefined {
  const clean = cleanLink(text);
  const whole = /https?:\/\//.test(clean) ? clean : `https://${clean}`;
  const address = whole.split('#')[0] ?? '';
  const [, home] = /^(.*\/)[srm]\/[1-9A-HJ-NP-Za-km-z]+$/.exec(address.slice(address.search(lastScheme))) ?? [];
  if (home === undefined || !URL.canParse(home)) return undefined;
  const { origin, pathname } = new URL(home);
  const publicUrl = `${origin}${pathname}`;
  const reading = readLink(whole, { publicUrl });
  return reading.kind === 'foreign' || reading.kind === 'none' ? undefined : { publicUrl, ...reading };
}

/** A link may have had words, or a redirector, put before it. */
const lastScheme = /https?:\/\/(?!.*https?:\/\/)/;
