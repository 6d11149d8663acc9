// Written by `npm run words` from words/en/receive-files.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReceiveFilesWords {
  readonly label: string;
  readonly provenance: string;
  readonly save: string;
  readonly saveFile: Message<{ readonly name: string }>;
  readonly saveAgain: string;
  readonly saveFileAgain: Message<{ readonly name: string }>;
  readonly saveAll: string;
  readonly saveAllAgain: string;
  readonly savedAs: Message<{ readonly name: string }>;
  readonly losesDot: string;
  readonly changedNames: Message<{ readonly count: number }>;
  readonly cancel: string;
  readonly cancelFile: Message<{ readonly name: string }>;
  readonly again: string;
  readonly againFile: Message<{ readonly name: string }>;
  readonly waiting: string;
  readonly progressOf: Message<{ readonly name: string }>;
  readonly progressAll: string;
  readonly serviceFailure: {
    readonly offline: string;
    readonly busy: string;
    readonly server: string;
    readonly strange: string;
    readonly 'sign-in': string;
  };
  readonly stalled: string;
  readonly saved: string;
  readonly savedAll: Message<{ readonly name: string }>;
  readonly failed: {
    readonly stopped: string;
    readonly 'too-large': string;
    readonly unloaded: string;
    readonly over: string;
    readonly forged: string;
    readonly strange: string;
    readonly unwritten: string;
  };
  readonly zipTooLarge: string;
  readonly cancelled: string;
  readonly left: { readonly nothing: string; readonly 'empty-file': string; readonly 'unfinished-download': string };
  readonly preview: {
    readonly open: string;
    readonly openFile: Message<{ readonly name: string }>;
    readonly close: string;
    readonly closeFile: Message<{ readonly name: string }>;
    readonly loading: string;
    readonly picture: Message<{ readonly name: string }>;
    readonly text: Message<{ readonly name: string }>;
    readonly cut: Message<{ readonly size: string }>;
    readonly nothing: string;
  };
  readonly pages: {
    readonly label: string;
    readonly range: Message<{ readonly first: string; readonly last: string; readonly count: string }>;
    readonly previous: string;
    readonly next: string;
  };
  readonly enough: {
    readonly ask: string;
    readonly askMore: string;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
  };
}

export const receiveFiles = /* #__PURE__ */ table('receive-files') as ReceiveFilesWords;
