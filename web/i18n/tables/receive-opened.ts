// Written by `npm run words` from words/en/receive-opened.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReceiveOpenedWords {
  readonly untitled: string;
  readonly destroyed: Message<{ readonly time: string }>;
  readonly onlyCopy: string;
  readonly lastView: string;
  readonly left: Message<{ readonly count: number; readonly until: string }>;
  readonly leftToYou: Message<{ readonly count: number; readonly until: string }>;
  readonly unlimited: Message<{ readonly until: string }>;
  readonly sending: string;
  readonly waiting: string;
  readonly now: string;
  readonly lapsed: string;
  readonly leaveUnkept: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly save: string;
  readonly saved: string;
  readonly hide: string;
  readonly show: string;
  readonly wrap: string;
  readonly hidden: Message<{ readonly count: number }>;
  readonly text: string;
  readonly copyValue: Message<{ readonly name: string }>;
  readonly fields: string;
  readonly files: {
    readonly loading: string;
    readonly unloaded: string;
    readonly again: string;
    readonly held: Message<{ readonly until: string }>;
    readonly onlyCopy: string;
    readonly leaveUnsaved: string;
    readonly lapsed: string;
  };
  readonly mismatch: {
    readonly title: string;
    readonly text: Message<{ readonly views: number; readonly until: string }>;
    readonly textUnlimited: Message<{ readonly until: string }>;
    readonly notBefore: Message<{ readonly time: string }>;
  };
  readonly reply: string;
  readonly writeOwn: string;
  readonly printed: Message<{ readonly until: string }>;
  readonly values: {
    readonly copyFailed: Message<{ readonly name: string }>;
    readonly limited: Message<{ readonly most: string; readonly count: string }>;
  };
}

export const receiveOpened = /* #__PURE__ */ table('receive-opened') as ReceiveOpenedWords;
