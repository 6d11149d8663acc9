// Written by `npm run words` from words/en/waits.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface WaitsWords {
  readonly minute: Message<{ readonly count: number }>;
  readonly hour: Message<{ readonly count: number }>;
  readonly day: Message<{ readonly count: number }>;
}

export const waits = /* #__PURE__ */ table('waits') as WaitsWords;
