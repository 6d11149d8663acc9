import { publicUrl } from './page-address.ts';

/** Only a request of this very service is followed: a sender wrote it, and it could lead anywhere. @returns its address */
export function replyAddress(link = ''): string | undefined {
  const home = `${publicUrl()}r/`;
  const path = link.slice(home.length);
  return link.startsWith(home) && /^[1-9A-HJ-NP-Za-km-z]{16,22}#[1-9A-HJ-NP-Za-km-z]{50}$/.test(path)
    ? link
    : undefined;
}
