// Written by `npm run words` from words/en/compose-password.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ComposePasswordWords {
  readonly label: string;
  readonly hint: string;
  readonly show: string;
  readonly hide: string;
  readonly recipeLabel: string;
  readonly recipes: {
    readonly 'words-4': string;
    readonly 'words-5': string;
    readonly 'words-6': string;
    readonly characters: string;
  };
  readonly again: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: Message<{ readonly key: string }>;
  readonly strength: { readonly weak: string; readonly fair: string; readonly good: string; readonly strong: string };
  readonly attempts: Message<{ readonly limit: string; readonly then: string }>;
  readonly limitLabel: string;
  readonly limit: Message<{ readonly count: number }>;
  readonly thenLabel: string;
  readonly onLimit: { readonly lock: string; readonly destroy: string };
}

export const composePassword = /* #__PURE__ */ table('compose-password') as ComposePasswordWords;
