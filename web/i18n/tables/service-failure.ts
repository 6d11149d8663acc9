// Written by `npm run words` from words/en/service-failure.json.
import { table } from '#web/i18n/words.ts';

export interface ServiceFailureWords {
  readonly offline: string;
  readonly busy: string;
  readonly server: string;
  readonly strange: string;
  readonly 'sign-in': string;
}

export const serviceFailure = /* #__PURE__ */ table('service-failure') as ServiceFailureWords;
