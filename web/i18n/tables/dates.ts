// Written by `npm run words` from words/en/dates.json.
import { table } from '#web/i18n/words.ts';

export interface DatesWords {
  readonly lessThanAMinuteLeft: string;
  readonly lessThanAMinuteAgo: string;
}

export const dates = /* #__PURE__ */ table('dates') as DatesWords;
