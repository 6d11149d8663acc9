// Written by `npm run words` from words/en/attached-files.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AttachedFilesWords {
  readonly list: string;
  readonly off: string;
  readonly over: Message<{ readonly over: string; readonly max: string }>;
  readonly remove: string;
  readonly removeOne: Message<{ readonly name: string }>;
  readonly removed: Message<{ readonly name: string }>;
  readonly removeAll: string;
  readonly removedAll: string;
  readonly showAll: Message<{ readonly count: number }>;
  readonly showMore: Message<{ readonly count: number; readonly left: string }>;
  readonly remarks: { readonly nothing: string; readonly 'too-many': string };
  readonly renamed: Message<{ readonly others: number; readonly name: string }>;
  readonly unreadable: Message<{ readonly count: number }>;
  readonly tooLarge: Message<{
    readonly others: number;
    readonly name: string;
    readonly size: string;
    readonly max: string;
  }>;
}

export const attachedFiles = /* #__PURE__ */ table('attached-files') as AttachedFilesWords;
