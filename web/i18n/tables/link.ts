// Written by `npm run words` from words/en/link.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface LinkWords {
  readonly copyLink: string;
  readonly linkCopied: string;
  readonly linkNotCopied: string;
  readonly copied: string;
  readonly copyFailed: Message<{ readonly key: string }>;
  readonly copyAddress: string;
  readonly copyOf: Message<{ readonly what: string }>;
  readonly qr: string;
  readonly qrHide: string;
  readonly qrUnloaded: string;
  readonly qrRetry: string;
  readonly share: string;
}

export const link = /* #__PURE__ */ table('link') as LinkWords;
