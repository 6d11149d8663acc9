// Written by `npm run words` from words/en/mail.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface MailWords {
  readonly write: string;
  readonly secret: {
    readonly subject: Message<{ readonly brand: string }>;
    readonly open: string;
    readonly terms: Message<{ readonly views: number; readonly when: string }>;
    readonly termsEach: Message<{ readonly views: number; readonly when: string }>;
    readonly termsUnlimited: Message<{ readonly when: string }>;
    readonly from: Message<{ readonly when: string }>;
    readonly saveFirst: string;
    readonly needs: { readonly password: string; readonly key: string; readonly both: string; readonly code: string };
  };
  readonly request: {
    readonly subject: Message<{ readonly brand: string }>;
    readonly open: string;
    readonly privacy: string;
    readonly terms: Message<{ readonly answers: number; readonly when: string }>;
  };
}

export const mail = /* #__PURE__ */ table('mail') as MailWords;
