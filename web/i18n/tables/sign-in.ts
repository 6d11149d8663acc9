// Written by `npm run words` from words/en/sign-in.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SignInWords {
  readonly documentTitle: string;
  readonly leaving: string;
  readonly finishing: string;
  readonly signIn: string;
  readonly again: string;
  readonly off: { readonly title: string; readonly text: string; readonly home: string };
  readonly signedIn: {
    readonly title: string;
    readonly text: Message<{ readonly who: string }>;
    readonly next: string;
  };
  readonly elsewhere: { readonly title: string; readonly text: string; readonly next: string };
  readonly nobody: { readonly title: string; readonly text: string };
  readonly terminal: {
    readonly make: string;
    readonly making: string;
    readonly how: string;
    readonly label: string;
    readonly copy: string;
    readonly until: Message<{ readonly when: string }>;
    readonly notMade: string;
    readonly refused: string;
  };
  readonly failed: {
    readonly 'unknown-state': { readonly title: string; readonly text: string; readonly next: string };
    readonly 'code-refused': { readonly title: string; readonly text: string; readonly next: string };
    readonly 'token-refused': { readonly title: string; readonly text: string; readonly next: string };
    readonly clock: { readonly title: string; readonly text: string; readonly next: string };
    readonly 'not-a-member': { readonly title: string; readonly text: string; readonly next: string };
    readonly 'email-not-verified': { readonly title: string; readonly text: string; readonly next: string };
    readonly 'provider-down': { readonly title: string; readonly text: string; readonly next: string };
    readonly cancelled: { readonly title: string; readonly text: string; readonly next: string };
    readonly 'provider-refused': { readonly title: string; readonly text: string; readonly next: string };
    readonly service: { readonly title: string; readonly next: string };
  };
}

export const signIn = /* #__PURE__ */ table('sign-in') as SignInWords;
