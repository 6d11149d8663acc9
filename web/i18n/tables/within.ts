// Written by `npm run words` from words/en/within.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface WithinWords {
  readonly label: string;
  readonly momentLabel: string;
  readonly momentHint: Message<{ readonly from: string; readonly to: string }>;
}

export const within = /* #__PURE__ */ table('within') as WithinWords;
