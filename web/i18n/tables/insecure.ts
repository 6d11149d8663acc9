// Written by `npm run words` from words/en/insecure.json.
import { table } from '#web/i18n/words.ts';

export interface InsecureWords {
  readonly title: string;
  readonly reason: string;
  readonly next: string;
  readonly warning: string;
}

export const insecure = /* #__PURE__ */ table('insecure') as InsecureWords;
