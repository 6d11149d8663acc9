// Written by `npm run words` from words/en/members-gate.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface MembersGateWords {
  readonly organisation: string;
  readonly only: {
    readonly share: Message<{ readonly name: string }>;
    readonly request: Message<{ readonly name: string }>;
  };
  readonly onlyGroups: {
    readonly share: Message<{ readonly count: number; readonly name: string; readonly groups: string }>;
    readonly request: Message<{ readonly count: number; readonly name: string; readonly groups: string }>;
  };
  readonly looking: string;
  readonly apart: string;
  readonly seen: Message<{ readonly who: string }>;
  readonly now: Message<{ readonly who: string }>;
  readonly stranger: Message<{ readonly who: string }>;
  readonly refused: Message<{ readonly who: string }>;
  readonly strangerNext: string;
  readonly off: string;
  readonly unknown: string;
  readonly again: string;
  readonly ended: string;
  readonly sendAgain: string;
}

export const membersGate = /* #__PURE__ */ table('members-gate') as MembersGateWords;
