// Written by `npm run words` from words/en/managed-people.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ManagedPeopleWords {
  readonly title: string;
  readonly lede: string;
  readonly number: Message<{ readonly n: string }>;
  readonly unreadable: string;
  readonly unopened: { readonly live: string; readonly over: string };
  readonly opened: Message<{ readonly when: string }>;
  readonly atLeast: Message<{ readonly count: number }>;
  readonly left: Message<{ readonly left: number }>;
  readonly revoked: Message<{ readonly when: string }>;
  readonly codes: Message<{ readonly count: number }>;
  readonly resetAt: Message<{ readonly when: string }>;
  readonly codesSince: Message<{ readonly count: number }>;
  readonly mail: { readonly queued: string; readonly taken: string; readonly refused: string };
  readonly revoke: {
    readonly ask: string;
    readonly of: Message<{ readonly who: string }>;
    readonly question: Message<{ readonly who: string }>;
    readonly yes: string;
    readonly no: string;
    readonly acting: string;
    readonly done: Message<{ readonly who: string }>;
    readonly failed: string;
  };
  readonly reset: {
    readonly ask: string;
    readonly of: Message<{ readonly who: string }>;
    readonly question: Message<{ readonly who: string }>;
    readonly yes: string;
    readonly no: string;
    readonly acting: string;
    readonly done: Message<{ readonly who: string }>;
    readonly failed: string;
  };
}

export const managedPeople = /* #__PURE__ */ table('managed-people') as ManagedPeopleWords;
