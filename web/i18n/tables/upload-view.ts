// Written by `npm run words` from words/en/upload-view.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface UploadViewWords {
  readonly label: string;
  readonly underWay: string;
  readonly pause: string;
  readonly goOn: string;
  readonly paused: Message<{ readonly percent: string }>;
  readonly finishing: string;
  readonly failure: {
    readonly 'sign-in': Message<{ readonly percent: string }>;
    readonly offline: Message<{ readonly percent: string }>;
    readonly busy: Message<{ readonly percent: string }>;
    readonly server: Message<{ readonly percent: string }>;
  };
  readonly cancel: string;
  readonly cancelQuestion: string;
  readonly cancelYes: string;
  readonly cancelNo: string;
}

export const uploadView = /* #__PURE__ */ table('upload-view') as UploadViewWords;
