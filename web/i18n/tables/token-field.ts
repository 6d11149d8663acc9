// Written by `npm run words` from words/en/token-field.json.
import { table } from '#web/i18n/words.ts';

export interface TokenFieldWords {
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

export const tokenField = /* #__PURE__ */ table('token-field') as TokenFieldWords;
