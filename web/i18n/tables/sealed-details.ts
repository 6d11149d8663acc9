// Written by `npm run words` from words/en/sealed-details.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SealedDetailsWords {
  readonly copied: string;
  readonly copy: string;
  readonly qrLabel: string;
  readonly qrHint: string;
  readonly qrHintApart: string;
  readonly apart: string;
  readonly apartHide: string;
  readonly holds: string;
  readonly files: Message<{ readonly count: number; readonly size: string }>;
  readonly textAndFiles: Message<{ readonly count: number; readonly size: string }>;
  readonly opens: string;
  readonly opensUnlimited: string;
  readonly opensCount: Message<{ readonly count: number }>;
  readonly opensEach: Message<{ readonly count: number }>;
  readonly opensEachUnlimited: string;
  readonly from: string;
  readonly until: string;
  readonly untilText: Message<{ readonly when: string }>;
  readonly password: string;
  readonly passwordText: { readonly true: string; readonly false: string };
  readonly passwordShow: string;
  readonly passwordHide: string;
  readonly passwordShowLong: string;
  readonly passwordHideLong: string;
  readonly passwordCopyLong: string;
  readonly passwordHint: string;
  readonly reply: string;
  readonly replyOnce: string;
  readonly replyFirst: string;
  readonly readReply: string;
  readonly copyReply: string;
  readonly replyHint: { readonly listed: string; readonly unlisted: string };
  readonly yours: string;
  readonly manage: string;
  readonly copyManage: string;
  readonly manageHint: { readonly listed: string; readonly unlisted: string };
  readonly remove: string;
  readonly removeQuestion: string;
  readonly removeYes: string;
  readonly removeNo: string;
  readonly removing: string;
  readonly removeFailed: string;
}

export const sealedDetails = /* #__PURE__ */ table('sealed-details') as SealedDetailsWords;
