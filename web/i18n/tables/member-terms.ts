// Written by `npm run words` from words/en/member-terms.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface MemberTermsWords {
  readonly create: Message<{ readonly name: string }>;
  readonly needed: Message<{ readonly name: string }>;
  readonly orToken: Message<{ readonly name: string }>;
  readonly kept: string;
  readonly notCreator: Message<{ readonly who: string }>;
  readonly unknown: string;
  readonly groups: {
    readonly legend: string;
    readonly none: Message<{ readonly name: string }>;
    readonly some: string;
  };
  readonly promise: { readonly share: string; readonly request: string };
  readonly sender: { readonly label: string; readonly hint: Message<{ readonly who: string }> };
  readonly mail: {
    readonly label: { readonly share: string; readonly request: string };
    readonly hint: Message<{ readonly who: string }>;
  };
  readonly noAddress: string;
}

export const memberTerms = /* #__PURE__ */ table('member-terms') as MemberTermsWords;
