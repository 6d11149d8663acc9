// Written by `npm run words` from words/en/upload.json.
import { table } from '#web/i18n/words.ts';

export interface UploadWords {
  readonly title: string;
  readonly lede: string;
}

export const upload = /* #__PURE__ */ table('upload') as UploadWords;
