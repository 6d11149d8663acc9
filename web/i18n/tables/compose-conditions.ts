// Written by `npm run words` from words/en/compose-conditions.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ComposeConditionsWords {
  readonly terms: Message<{ readonly who: string; readonly from: string }>;
  readonly termsWithNotices: Message<{ readonly who: string; readonly from: string; readonly notices: string }>;
  readonly who: {
    readonly label: string;
    readonly anyone: string;
    readonly named: string;
    readonly members: string;
    readonly each: string;
  };
  readonly from: { readonly label: string; readonly now: string; readonly date: string };
  readonly notices: { readonly label: string; readonly off: string; readonly on: string };
  readonly checked: string;
  readonly people: {
    readonly label: string;
    readonly hint: string;
    readonly each: Message<{ readonly count: number }>;
    readonly eachUnlimited: string;
    readonly change: Message<{ readonly text: string }>;
    readonly remove: Message<{ readonly text: string }>;
    readonly added: Message<{ readonly texts: string }>;
    readonly removed: Message<{ readonly text: string }>;
    readonly mailTo: Message<{ readonly address: string }>;
    readonly malformed: string;
    readonly twice: string;
    readonly domain: Message<{ readonly domains: string }>;
    readonly many: Message<{ readonly count: number }>;
  };
  readonly names: {
    readonly label: string;
    readonly hint: string;
    readonly twice: string;
    readonly many: Message<{ readonly count: number }>;
    readonly bytes: Message<{ readonly size: string }>;
  };
  readonly opens: { readonly label: string; readonly hint: string; readonly hintTo: Message<{ readonly to: string }> };
  readonly url: { readonly label: string; readonly hint: string };
  readonly secret: {
    readonly label: string;
    readonly hint: string;
    readonly hintEach: string;
    readonly show: string;
    readonly hide: string;
  };
  readonly reference: { readonly label: string; readonly hint: string };
  readonly fault: {
    readonly 'people-none': string;
    readonly 'people-marked': string;
    readonly 'names-none': string;
    readonly 'names-marked': string;
    readonly 'opens-none': string;
    readonly 'opens-past': string;
    readonly 'opens-late': string;
    readonly 'url-none': string;
    readonly 'url-malformed': string;
    readonly 'url-http': string;
    readonly 'url-port': string;
    readonly 'url-user': string;
    readonly 'url-fragment': string;
    readonly 'url-long': string;
    readonly 'secret-malformed': string;
    readonly 'secret-needed': string;
    readonly 'reference-long': string;
  };
}

export const composeConditions = /* #__PURE__ */ table('compose-conditions') as ComposeConditionsWords;
