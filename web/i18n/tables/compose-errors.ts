// Written by `npm run words` from words/en/compose-errors.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ComposeErrorsWords {
  readonly error: {
    readonly empty: string;
    readonly 'files-off': string;
    readonly 'upload-lost': string;
    readonly 'upload-stopped': string;
    readonly 'text-malformed': string;
    readonly 'no-count': string;
    readonly 'no-moment': string;
    readonly 'moment-out-of-bounds': string;
    readonly 'password-empty': string;
    readonly 'password-too-long': string;
    readonly 'password-malformed': string;
    readonly 'terms-refused': string;
    readonly 'token-required': string;
    readonly refused: string;
    readonly unable: string;
  };
  readonly limit: {
    readonly minTtlSeconds: string;
    readonly maxTtlSeconds: string;
    readonly offeredTtlSeconds: string;
    readonly maxViews: string;
    readonly unlimitedViews: string;
    readonly requirePassword: string;
    readonly requests: string;
    readonly people: string;
    readonly peopleDomains: string;
    readonly webhooks: string;
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
  readonly quotaPeople: string;
  readonly quotaPeopleFor: Message<{ readonly when: string }>;
  readonly filesTooLarge: string;
  readonly filesTooLargeFor: Message<{ readonly max: string }>;
  readonly fileChanged: Message<{ readonly name: string }>;
  readonly someFileChanged: string;
  readonly service: {
    readonly offline: string;
    readonly busy: Message<{ readonly when: string }>;
    readonly server: string;
    readonly strange: string;
  };
}

export const composeErrors = /* #__PURE__ */ table('compose-errors') as ComposeErrorsWords;
