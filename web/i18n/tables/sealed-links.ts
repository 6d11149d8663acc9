// Written by `npm run words` from words/en/sealed-links.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SealedLinksWords {
  readonly link: Message<{ readonly name: string }>;
  readonly copyAll: string;
  readonly copied: string;
  readonly copyEach: string;
  readonly of: Message<{ readonly made: string; readonly size: string }>;
  readonly making: Message<{ readonly name: string }>;
  readonly uploading: Message<{ readonly name: string }>;
  readonly stop: string;
  readonly stopped: string;
  readonly goOn: string;
  readonly error: Message<{ readonly name: string }>;
  readonly mail: string;
  readonly mailLong: Message<{ readonly name: string }>;
  readonly manage: string;
  readonly manageLong: Message<{ readonly name: string }>;
  readonly readReply: string;
  readonly readReplyLong: Message<{ readonly name: string }>;
  readonly remove: string;
  readonly removeLong: Message<{ readonly name: string }>;
  readonly removeQuestion: Message<{ readonly name: string }>;
  readonly removeYes: string;
  readonly removeNo: string;
  readonly removing: string;
  readonly removed: string;
  readonly removeFailed: string;
  readonly listed: string;
  readonly unlisted: string;
  readonly copyManage: string;
}

export const sealedLinks = /* #__PURE__ */ table('sealed-links') as SealedLinksWords;
