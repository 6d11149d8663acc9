// Written by `npm run words` from words/en/ask-members.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AskMembersWords {
  readonly terms: Message<{ readonly who: string }>;
  readonly who: { readonly label: string; readonly anyone: string; readonly members: string };
}

export const askMembers = /* #__PURE__ */ table('ask-members') as AskMembersWords;
