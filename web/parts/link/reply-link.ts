import { publicUrl } from '#web/app/network/page-address.ts';

/** @returns the request link, but only if it leads to this service: the sender wrote it, and it could lead anywhere */
export function replyAddress(link = ''): string | undefined {
  const home = `${publicUrl()}r/`;
  const path = link.slice(home.length);
  return link.startsWith(home) && /^[1-9A-HJ-NP-Za-km-z]{16,22}#[1-9A-HJ-NP-Za-km-z]{50}$/.test(path)
    ? link
    : undefined;
}
