// Written by `npm run words` from words/en/report-link.json.
import { table } from '#web/i18n/words.ts';

export interface ReportLinkWords {
  readonly label: string;
  readonly newTab: string;
}

export const reportLink = /* #__PURE__ */ table('report-link') as ReportLinkWords;
