// Written by `npm run words` from words/en/token.json.
import { table } from '#web/i18n/words.ts';

export interface TokenWords {
  readonly unloaded: string;
  readonly retry: string;
}

export const token = /* #__PURE__ */ table('token') as TokenWords;
