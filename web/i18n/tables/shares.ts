// Written by `npm run words` from words/en/shares.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SharesWords {
  readonly title: string;
  readonly lede: string;
  readonly loading: string;
  readonly refused: { readonly title: string; readonly text: string; readonly next: string; readonly compose: string };
  readonly empty: { readonly title: string; readonly text: string; readonly next: string; readonly compose: string };
  readonly count: {
    readonly shares: Message<{ readonly shares: number }>;
    readonly requests: Message<{ readonly requests: number }>;
    readonly both: Message<{ readonly shares: number; readonly requests: number }>;
    readonly found: Message<{ readonly found: string; readonly all: string }>;
  };
  readonly search: string;
  readonly none: string;
  readonly clear: string;
  readonly arrange: {
    readonly sentence: Message<{ readonly filter: string; readonly sort: string }>;
    readonly filter: string;
    readonly filters: {
      readonly all: string;
      readonly active: string;
      readonly unopened: string;
      readonly opened: string;
      readonly ended: string;
      readonly requests: string;
    };
    readonly sort: string;
    readonly sorts: { readonly newest: string; readonly expiring: string; readonly title: string };
  };
  readonly notify: {
    readonly ask: string;
    readonly asking: string;
    readonly on: string;
    readonly stop: string;
    readonly refused: string;
    readonly opened: Message<{ readonly count: number }>;
  };
  readonly removed: {
    readonly one: Message<{ readonly title: string }>;
    readonly oneUntitled: Message<{ readonly when: string }>;
    readonly many: Message<{ readonly count: number }>;
    readonly undo: string;
    readonly restored: Message<{ readonly count: number }>;
    readonly notRestored: string;
    readonly close: string;
  };
  readonly failureNext: { readonly offline: string; readonly busy: string; readonly server: string };
  readonly now: string;
}

export const shares = /* #__PURE__ */ table('shares') as SharesWords;
