// Written by `npm run words` from words/en/manage.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ManageWords {
  readonly documentTitle: string;
  readonly looking: string;
  readonly unreachable: { readonly title: string; readonly next: string; readonly now: string };
  readonly key: {
    readonly missing: { readonly title: string; readonly text: string };
    readonly cut: { readonly title: string; readonly text: string };
    readonly wrong: { readonly title: string; readonly text: string };
    readonly address: { readonly title: string; readonly text: string };
    readonly foreign: { readonly title: string; readonly text: Message<{ readonly origin: string }> };
    readonly other: { readonly title: string; readonly text: string; readonly go: string };
    readonly label: string;
    readonly hint: string;
    readonly use: string;
    readonly empty: string;
  };
  readonly nothing: {
    readonly title: string;
    readonly text: string;
    readonly next: string;
    readonly compose: string;
    readonly listed: { readonly text: string; readonly next: string; readonly shares: string };
  };
  readonly untitled: string;
  readonly request: {
    readonly documentTitle: string;
    readonly documentTitleUnread: Message<{ readonly count: string }>;
    readonly looking: string;
    readonly unloaded: { readonly title: string; readonly text: string; readonly again: string };
  };
}

export const manage = /* #__PURE__ */ table('manage') as ManageWords;
