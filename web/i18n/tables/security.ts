// Written by `npm run words` from words/en/security.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SecurityWords {
  readonly title: string;
  readonly lede: Message<{ readonly name: string }>;
  readonly unseen: {
    readonly title: string;
    readonly secret: string;
    readonly files: string;
    readonly key: string;
    readonly password: string;
  };
  readonly seen: { readonly title: string; readonly times: string; readonly sizes: string; readonly address: string };
  readonly roles: {
    readonly title: string;
    readonly can: string;
    readonly cannot: string;
    readonly server: { readonly who: string; readonly can: string; readonly cannot: string };
    readonly addressOnly: { readonly who: string; readonly can: string; readonly cannot: string };
    readonly linkOnly: { readonly who: string; readonly can: string; readonly cannot: string };
    readonly manageLink: { readonly who: string; readonly can: string; readonly cannot: string };
    readonly requestManageLink: { readonly who: string; readonly can: string };
    readonly requestLink: { readonly who: string; readonly can: string; readonly cannot: string };
    readonly linkAndDatabase: { readonly who: string; readonly can: string };
    readonly lyingServer: { readonly who: string; readonly can: string; readonly cannot: string };
    readonly changedPage: { readonly who: string; readonly can: string };
  };
  readonly limits: {
    readonly title: string;
    readonly page: { readonly title: string; readonly text: string };
    readonly unchecked: { readonly title: string; readonly text: string };
    readonly serversWord: { readonly title: string; readonly text: string };
    readonly copies: { readonly title: string; readonly text: string };
    readonly wrongPerson: { readonly title: string; readonly text: string };
    readonly fileContents: { readonly title: string; readonly text: string };
    readonly weakPassword: { readonly title: string; readonly text: string };
    readonly afterOpening: { readonly title: string; readonly text: string };
    readonly traffic: { readonly title: string; readonly text: string };
    readonly plainHttp: { readonly title: string; readonly text: string };
  };
  readonly made: { readonly title: string; readonly text: string };
  readonly onward: Message<{ readonly howItWorks: string }>;
  readonly howItWorksLink: string;
}

export const security = /* #__PURE__ */ table('security') as SecurityWords;
