// Written by `npm run words` from words/en/files.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface FilesWords {
  readonly kinds: {
    readonly picture: string;
    readonly drawing: string;
    readonly text: string;
    readonly code: string;
    readonly page: string;
    readonly document: string;
    readonly table: string;
    readonly slides: string;
    readonly pdf: string;
    readonly sound: string;
    readonly film: string;
    readonly archive: string;
    readonly keys: string;
    readonly program: string;
    readonly other: string;
  };
  readonly facts: Message<{ readonly kind: string; readonly size: string }>;
  readonly total: Message<{ readonly count: number; readonly size: string }>;
  readonly amount: Message<{ readonly done: string; readonly total: string }>;
  readonly speed: Message<{ readonly rate: string; readonly left: string }>;
  readonly left: {
    readonly underAMinute: string;
    readonly minutes: Message<{ readonly count: number }>;
    readonly hours: Message<{ readonly count: number }>;
    readonly hoursAndAHalf: Message<{ readonly count: number }>;
  };
}

export const files = /* #__PURE__ */ table('files') as FilesWords;
