// Written by `npm run words` from words/en/shares-entry.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SharesEntryWords {
  readonly untitled: string;
  readonly state: {
    readonly otherTerms: string;
    readonly asking: string;
    readonly sealed: Message<{ readonly when: string }>;
    readonly gone: string;
    readonly odd: string;
    readonly locked: string;
    readonly opened: Message<{ readonly when: string }>;
    readonly spent: Message<{ readonly count: number; readonly when: string }>;
    readonly ended: {
      readonly expired: Message<{ readonly when: string }>;
      readonly destroyed: Message<{ readonly when: string }>;
      readonly deleted: Message<{ readonly when: string }>;
    };
    readonly neverOpened: {
      readonly expired: Message<{ readonly when: string }>;
      readonly destroyed: Message<{ readonly when: string }>;
      readonly deleted: Message<{ readonly when: string }>;
    };
    readonly unopened: string;
    readonly opensIn: Message<{ readonly left: string }>;
    readonly left: Message<{ readonly left: number; readonly all: string }>;
    readonly times: Message<{ readonly count: number }>;
    readonly atLeast: Message<{ readonly count: number }>;
    readonly openedBy: Message<{ readonly all: number; readonly count: string }>;
    readonly spentBy: Message<{ readonly all: number; readonly when: string; readonly count: string }>;
    readonly revoked: Message<{ readonly when: string }>;
    readonly reading: string;
    readonly expires: Message<{ readonly left: string }>;
  };
  readonly answer: {
    readonly unread: string;
    readonly read: Message<{ readonly when: string }>;
    readonly neverRead: {
      readonly expired: Message<{ readonly when: string }>;
      readonly destroyed: Message<{ readonly when: string }>;
      readonly deleted: Message<{ readonly when: string }>;
    };
  };
  readonly request: {
    readonly kind: string;
    readonly unread: Message<{ readonly count: number }>;
    readonly asked: Message<{ readonly when: string }>;
    readonly none: string;
    readonly allRead: Message<{ readonly count: number }>;
    readonly soFar: Message<{ readonly count: number }>;
    readonly open: Message<{ readonly left: string }>;
    readonly takesNone: {
      readonly full: string;
      readonly closed: string;
      readonly expired: string;
      readonly deleted: string;
      readonly destroyed: string;
    };
    readonly ended: {
      readonly open: Message<{ readonly when: string }>;
      readonly full: Message<{ readonly when: string }>;
      readonly closed: Message<{ readonly when: string }>;
      readonly expired: Message<{ readonly when: string }>;
      readonly deleted: Message<{ readonly when: string }>;
      readonly destroyed: Message<{ readonly when: string }>;
    };
  };
  readonly members: { readonly forAll: string; readonly forGroups: Message<{ readonly groups: string }> };
  readonly delete: {
    readonly ask: string;
    readonly of: Message<{ readonly title: string }>;
    readonly ofUntitled: Message<{ readonly when: string }>;
    readonly question: string;
    readonly requestQuestion: string;
    readonly yes: string;
    readonly no: string;
    readonly deleting: string;
  };
  readonly forget: {
    readonly ask: string;
    readonly of: Message<{ readonly title: string }>;
    readonly ofUntitled: Message<{ readonly when: string }>;
    readonly question: string;
    readonly requestQuestion: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly copyLink: {
    readonly label: string;
    readonly of: Message<{ readonly title: string }>;
    readonly ofUntitled: Message<{ readonly when: string }>;
    readonly copied: string;
    readonly failed: string;
  };
  readonly group: {
    readonly links: Message<{ readonly size: number }>;
    readonly listed: Message<{ readonly size: number; readonly listed: string }>;
    readonly opened: Message<{ readonly count: number }>;
    readonly entry: Message<{ readonly title: string; readonly name: string }>;
    readonly delete: {
      readonly ask: string;
      readonly of: Message<{ readonly title: string }>;
      readonly ofUntitled: Message<{ readonly when: string }>;
      readonly question: Message<{ readonly count: number; readonly names: string }>;
      readonly yes: string;
      readonly no: string;
      readonly left: Message<{ readonly names: string }>;
    };
    readonly forget: {
      readonly ask: string;
      readonly of: Message<{ readonly title: string }>;
      readonly ofUntitled: Message<{ readonly when: string }>;
      readonly question: string;
      readonly yes: string;
      readonly no: string;
    };
  };
}

export const sharesEntry = /* #__PURE__ */ table('shares-entry') as SharesEntryWords;
