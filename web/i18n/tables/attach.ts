// Written by `npm run words` from words/en/attach.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AttachWords {
  readonly choose: string;
  readonly chooseFolder: string;
  readonly drop: string;
  readonly looking: string;
  readonly failed: string;
  readonly added: Message<{ readonly count: number }>;
  readonly pasted: Message<{ readonly day: string; readonly time: string }>;
  readonly textFileName: string;
}

export const attach = /* #__PURE__ */ table('attach') as AttachWords;
