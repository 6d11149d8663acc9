// Written by `npm run words` from words/en/receive-values.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReceiveValuesWords {
  readonly copyFailed: Message<{ readonly name: string }>;
  readonly limited: Message<{ readonly most: string; readonly count: string }>;
}

export const receiveValues = /* #__PURE__ */ table('receive-values') as ReceiveValuesWords;
