// Written by `npm run words` from words/en/sealed.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SealedWords {
  readonly title: string;
  readonly linksTitle: string;
  readonly lede: {
    readonly once: string;
    readonly many: string;
    readonly manyWithPassword: string;
    readonly named: string;
    readonly links: string;
  };
  readonly link: string;
  readonly apartText: string;
  readonly linkWithoutKey: string;
  readonly key: string;
  readonly copy: string;
  readonly detailsUnloaded: string;
  readonly detailsRetry: string;
  readonly removedTitle: string;
  readonly removedLede: string;
  readonly removedLedeAt: Message<{ readonly when: string }>;
  readonly another: string;
}

export const sealed = /* #__PURE__ */ table('sealed') as SealedWords;
