// Written by `npm run words` from words/en/answer-errors.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AnswerErrorsWords {
  readonly error: {
    readonly empty: string;
    readonly malformed: string;
    readonly 'files-off': string;
    readonly 'upload-lost': string;
    readonly 'upload-stopped': string;
    readonly 'strange-terms': string;
    readonly refused: string;
    readonly unable: string;
  };
  readonly notAccepting: {
    readonly full: string;
    readonly closed: string;
    readonly expired: string;
    readonly deleted: string;
    readonly destroyed: string;
  };
  readonly tooLong: string;
  readonly tooLongNext: string;
  readonly noSpace: string;
  readonly noSpaceFor: Message<{ readonly when: string }>;
  readonly quota: string;
  readonly quotaFor: Message<{ readonly when: string }>;
  readonly fieldsEmpty: Message<{ readonly count: number; readonly names: string }>;
  readonly filesTooLarge: string;
  readonly filesTooLargeFor: Message<{ readonly max: string }>;
  readonly fileChanged: Message<{ readonly name: string }>;
  readonly someFileChanged: string;
  readonly service: {
    readonly offline: string;
    readonly busy: Message<{ readonly when: string }>;
    readonly server: string;
    readonly strange: string;
  };
}

export const answerErrors = /* #__PURE__ */ table('answer-errors') as AnswerErrorsWords;
