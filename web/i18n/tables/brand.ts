// Written by `npm run words` from words/en/brand.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface BrandWords {
  readonly title: string;
  readonly documentTitle: string;
  readonly lede: Message<{ readonly name: string }>;
  readonly schemes: { readonly light: string; readonly dark: string };
  readonly onPaper: string;
  readonly onCard: string;
  readonly seal: string;
  readonly buttons: {
    readonly title: string;
    readonly rest: string;
    readonly hover: string;
    readonly focus: string;
    readonly disabled: string;
    readonly danger: string;
    readonly quiet: string;
  };
  readonly links: { readonly title: string; readonly link: string; readonly notice: string };
  readonly field: { readonly label: string; readonly error: string };
  readonly colours: {
    readonly title: string;
    readonly needed: string;
    readonly name: string;
    readonly underPointer: string;
    readonly paper: string;
    readonly card: string;
    readonly ink: string;
    readonly inkUnderPointer: string;
  };
  readonly tab: {
    readonly title: string;
    readonly icon: string;
    readonly titles: string;
    readonly firstExample: string;
    readonly secondExample: string;
  };
  readonly people: {
    readonly title: string;
    readonly links: string;
    readonly support: string;
    readonly abuse: string;
    readonly nobody: string;
  };
  readonly settings: { readonly title: string; readonly text: string };
}

export const brand = /* #__PURE__ */ table('brand') as BrandWords;
