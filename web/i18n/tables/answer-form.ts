// Written by `npm run words` from words/en/answer-form.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AnswerFormWords {
  readonly who: string;
  readonly until: Message<{ readonly left: number; readonly when: string; readonly timeLeft: string }>;
  readonly mismatch: {
    readonly title: string;
    readonly text: Message<{ readonly answers: number; readonly until: string }>;
  };
  readonly stays: {
    readonly expiry: Message<{ readonly span: string }>;
    readonly read: Message<{ readonly span: string }>;
  };
  readonly span: {
    readonly second: Message<{ readonly count: number }>;
    readonly minute: Message<{ readonly count: number }>;
    readonly hour: Message<{ readonly count: number }>;
    readonly day: Message<{ readonly count: number }>;
  };
  readonly form: string;
  readonly text: string;
  readonly textPlaceholder: string;
  readonly more: string;
  readonly morePlaceholder: string;
  readonly addMore: string;
  readonly file: {
    readonly choose: string;
    readonly chooseFor: Message<{ readonly name: string }>;
    readonly another: string;
    readonly anotherFor: Message<{ readonly name: string }>;
    readonly remove: string;
    readonly removeFor: Message<{ readonly name: string }>;
    readonly none: string;
    readonly many: string;
    readonly folder: string;
  };
  readonly seal: string;
  readonly shortcut: Message<{ readonly key: string }>;
  readonly sealing: string;
  readonly sending: string;
  readonly cancel: string;
  readonly fieldEmpty: string;
}

export const answerForm = /* #__PURE__ */ table('answer-form') as AnswerFormWords;
