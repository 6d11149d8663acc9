// Written by `npm run words` from words/en/token.json.
import { table } from '#web/i18n/words.ts';

export interface TokenWords {
  readonly label: string;
  readonly hint: string;
  readonly show: string;
  readonly hide: string;
  readonly keep: string;
  readonly keepHint: string;
  readonly fault: { readonly missing: string; readonly malformed: string; readonly refused: string };
  readonly kept: string;
  readonly held: string;
  readonly forget: string;
  readonly forgotten: string;
}

export const token = /* #__PURE__ */ table('token') as TokenWords;
