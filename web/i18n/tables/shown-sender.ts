// Written by `npm run words` from words/en/shown-sender.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ShownSenderWords {
  readonly from: Message<{ readonly who: string }>;
  readonly hint: string;
}

export const shownSender = /* #__PURE__ */ table('shown-sender') as ShownSenderWords;
