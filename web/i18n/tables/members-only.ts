// Written by `npm run words` from words/en/members-only.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface MembersOnlyWords {
  readonly all: string;
  readonly groups: Message<{ readonly groups: string }>;
}

export const membersOnly = /* #__PURE__ */ table('members-only') as MembersOnlyWords;
