// Written by `npm run words` from words/en/shorten-expiry.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ShortenExpiryWords {
  readonly label: string;
  readonly hint: Message<{ readonly from: string; readonly to: string }>;
  readonly set: string;
  readonly invalid: Message<{ readonly from: string; readonly to: string }>;
  readonly question: Message<{ readonly when: string }>;
  readonly yes: string;
  readonly no: string;
  readonly acting: string;
  readonly done: Message<{ readonly when: string }>;
}

export const shortenExpiry = /* #__PURE__ */ table('shorten-expiry') as ShortenExpiryWords;
