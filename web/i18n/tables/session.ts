// Written by `npm run words` from words/en/session.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SessionWords {
  readonly signedIn: Message<{ readonly who: string }>;
  readonly signOut: string;
  readonly signIn: string;
  readonly newTab: string;
  readonly signedOut: string;
  readonly notSignedOut: string;
}

export const session = /* #__PURE__ */ table('session') as SessionWords;
