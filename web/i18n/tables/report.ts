// Written by `npm run words` from words/en/report.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReportWords {
  readonly title: string;
  readonly lede: string;
  readonly subject: string;
  readonly subjectHint: string;
  readonly cut: string;
  readonly reason: string;
  readonly reasons: {
    readonly malware: string;
    readonly phishing: string;
    readonly illegal: string;
    readonly harassment: string;
    readonly other: string;
  };
  readonly send: string;
  readonly sending: string;
  readonly fault: {
    readonly 'no-subject': string;
    readonly 'no-id': string;
    readonly foreign: Message<{ readonly origin: string }>;
    readonly 'no-reason': string;
    readonly 'too-many': Message<{ readonly address: string }>;
    readonly refused: string;
  };
  readonly service: {
    readonly 'sign-in': string;
    readonly offline: string;
    readonly busy: Message<{ readonly when: string }>;
    readonly server: string;
    readonly strange: string;
  };
  readonly sent: {
    readonly title: string;
    readonly lede: string;
    readonly contact: Message<{ readonly address: string }>;
    readonly home: string;
  };
  readonly off: { readonly title: string; readonly lede: string; readonly next: string; readonly home: string };
}

export const report = /* #__PURE__ */ table('report') as ReportWords;
