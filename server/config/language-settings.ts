import type * as v from 'valibot';
import type { Languages } from './config.ts';
import { languageTag, languageTags, optional } from './setting.ts';

/** The language of a page for a browser that asks for none of the offered ones. */
const OWN_LANGUAGE = 'en';

/** The languages of the pages. Which ones there are depends on the build: see server/http/site/offered-languages.ts. */
export const languageSettings = {
  SOTTO_LANGUAGE: optional(
    languageTag,
    { shownDefault: OWN_LANGUAGE },
    'The language of the pages for people whose browser asks for none of the offered ones: `de`. If SOTTO_LANGUAGES leaves out English, the default is its first language.',
  ),
  SOTTO_LANGUAGES: optional(
    languageTags,
    { shownDefault: 'all' },
    'The languages that pages are offered in, separated by commas: `en,de`. A page opens in the one that its browser prefers, and people can choose another one at its foot.',
  ),
};

type LanguageSettings = v.InferOutput<v.ObjectSchema<typeof languageSettings, undefined>>;

export function toLanguages({ SOTTO_LANGUAGE: preset, SOTTO_LANGUAGES: offered }: LanguageSettings): Languages {
  const usual = offered?.includes(OWN_LANGUAGE) === false ? offered[0] : undefined;
  return { default: preset ?? usual ?? OWN_LANGUAGE, offered: Object.freeze(offered ?? []) };
}
