import { readLink } from '#client/link.ts';
import { publicUrl } from './page-address.ts';

/** Only a request of this very service is followed: a sender wrote it, and it could lead anywhere. @returns its address */
export function replyAddress(link = ''): string | undefined {
  const reading = readLink(link, { publicUrl: publicUrl() });
  return reading.kind === 'request' ? `${publicUrl()}r/${reading.id}#${reading.fragment}` : undefined;
}
