// Written by `npm run words` from words/en/ask-errors.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AskErrorsWords {
  readonly error: {
    readonly 'title-empty': string;
    readonly 'field-nameless': string;
    readonly 'no-moment': string;
    readonly 'moment-out-of-bounds': string;
    readonly malformed: string;
    readonly 'too-long': string;
    readonly 'terms-refused': string;
    readonly 'token-required': string;
    readonly refused: string;
    readonly unable: string;
  };
  readonly noCount: Message<{ readonly most: string }>;
  readonly limit: {
    readonly minTtlSeconds: string;
    readonly maxTtlSeconds: string;
    readonly offeredTtlSeconds: string;
    readonly requests: string;
    readonly who: string;
    readonly members: string;
    readonly groups: string;
    readonly notifyMail: string;
    readonly address: string;
  };
  readonly alreadyOver: Message<{
    readonly state: 'spent' | 'expired' | 'destroyed' | 'deleted' | 'locked' | 'full' | 'closed' | 'other';
  }>;
  readonly noSpace: string;
  readonly noSpaceFor: Message<{ readonly when: string }>;
  readonly quota: string;
  readonly quotaFor: Message<{ readonly when: string }>;
  readonly fieldsAlike: Message<{ readonly name: string }>;
  readonly service: {
    readonly offline: string;
    readonly busy: Message<{ readonly when: string }>;
    readonly server: string;
    readonly strange: string;
  };
}

export const askErrors = /* #__PURE__ */ table('ask-errors') as AskErrorsWords;
