import { parseUrl } from '#client/parse-url.ts';

export type UrlFault = 'none' | 'malformed' | 'http' | 'port' | 'user' | 'fragment' | 'long';

const MAX_URL_LENGTH = 2048;

/** @returns the address of an endpoint as it is sent, or why notices cannot go there */
export function readNoticeUrl(typed: string): string | { readonly fault: UrlFault } {
  const text = typed.trim();
  if (text === '') return { fault: 'none' };
  const url = parseUrl(text);
  if (url === null || url.hostname === '') return { fault: 'malformed' };
  if (url.protocol !== 'https:') return { fault: url.protocol === 'http:' ? 'http' : 'malformed' };
  if (url.port !== '') return { fault: 'port' };
  if (url.username !== '' || url.password !== '') return { fault: 'user' };
  if (url.hash !== '') return { fault: 'fragment' };
  return url.href.length > MAX_URL_LENGTH ? { fault: 'long' } : url.href;
}
