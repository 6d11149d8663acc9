// Written by `npm run words` from words/en/managed-share.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ManagedShareWords {
  readonly noteUnreadable: string;
  readonly otherTerms: Message<{ readonly views: number; readonly until: string }>;
  readonly state: {
    readonly live: {
      readonly title: string;
      readonly partly: string;
      readonly unlimited: string;
      readonly early: string;
    };
    readonly locked: string;
    readonly spent: string;
    readonly revoked: string;
    readonly expired: string;
    readonly destroyed: string;
    readonly deleted: string;
  };
  readonly ended: {
    readonly spent: string;
    readonly revoked: string;
    readonly expired: string;
    readonly destroyed: Message<{ readonly when: string }>;
    readonly lost: Message<{ readonly when: string }>;
    readonly deleted: Message<{ readonly when: string }>;
    readonly held: string;
  };
  readonly facts: {
    readonly opens: string;
    readonly opened: string;
    readonly notBefore: string;
    readonly attempts: string;
    readonly notices: string;
    readonly until: string;
    readonly expired: string;
    readonly made: string;
    readonly reading: string;
    readonly for: string;
    readonly from: string;
  };
  readonly opens: {
    readonly unlimited: string;
    readonly onceUnopened: string;
    readonly onceOpened: string;
    readonly left: Message<{ readonly left: number; readonly all: string }>;
    readonly each: Message<{ readonly views: number }>;
  };
  readonly unopened: { readonly live: string; readonly over: string };
  readonly openedBy: Message<{ readonly all: number; readonly count: string }>;
  readonly atLeast: Message<{ readonly count: number }>;
  readonly attempts: {
    readonly none: string;
    readonly of: Message<{ readonly count: string; readonly limit: string }>;
    readonly lock: Message<{ readonly limit: number }>;
    readonly destroy: Message<{ readonly limit: number }>;
  };
  readonly until: Message<{ readonly when: string; readonly left: string }>;
  readonly firstUntil: Message<{ readonly when: string }>;
  readonly reading: Message<{ readonly count: number }>;
  readonly locked: { readonly text: string; readonly unlock: string; readonly unlocking: string };
  readonly delete: {
    readonly ask: string;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
    readonly deleting: string;
  };
  readonly edit: { readonly title: string; readonly text: string };
  readonly answer: {
    readonly untitled: string;
    readonly state: {
      readonly unread: string;
      readonly read: string;
      readonly expired: string;
      readonly deleted: string;
      readonly destroyed: string;
    };
    readonly ended: { readonly spent: string; readonly deleted: Message<{ readonly when: string }> };
    readonly read: string;
    readonly unread: { readonly live: string; readonly over: string };
    readonly question: string;
    readonly edit: { readonly title: string; readonly text: string };
  };
  readonly keep: {
    readonly offer: string;
    readonly keep: string;
    readonly kept: Message<{ readonly shares: string }>;
    readonly shares: string;
    readonly refused: string;
  };
  readonly during: {
    readonly watching: string;
    readonly unlocking: string;
    readonly deleting: string;
    readonly shortening: string;
  };
  readonly now: string;
  readonly notices: { readonly on: string; readonly over: string };
  readonly shorten: { readonly ask: string; readonly unloaded: string };
  readonly people: { readonly unloaded: string };
  readonly again: string;
  readonly shown: Message<{ readonly who: string }>;
  readonly opener: Message<{ readonly who: string; readonly when: string }>;
  readonly openerAccount: Message<{ readonly name: string }>;
  readonly openerUnknown: string;
}

export const managedShare = /* #__PURE__ */ table('managed-share') as ManagedShareWords;
