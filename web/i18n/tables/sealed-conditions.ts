// Written by `npm run words` from words/en/sealed-conditions.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SealedConditionsWords {
  readonly for: string;
  readonly forHint: string;
  readonly from: string;
  readonly fromText: Message<{ readonly when: string }>;
  readonly notices: string;
  readonly noticesTo: Message<{ readonly url: string }>;
  readonly secret: string;
  readonly secretHint: string;
  readonly copySecret: string;
  readonly copied: string;
  readonly members: string;
  readonly membersOf: Message<{ readonly count: number; readonly groups: string }>;
  readonly sender: string;
  readonly senderShown: string;
}

export const sealedConditions = /* #__PURE__ */ table('sealed-conditions') as SealedConditionsWords;
