import * as v from 'valibot';
import { createMatch } from '#client/words/match-language.ts';
import type { OfferedLanguage } from '#client/words/message.ts';
import type { Languages } from '#server/config/config.ts';
import { didYouMean, nearestName } from '#server/config/nearest-name.ts';
import { ConfigError } from '#server/config/parse-config.ts';
import type { WebFiles } from '#server/platform/assets.ts';

/** The languages that the build contains, in the order in which people choose from them. */
const LIST = '.words/languages.json';

const Built = v.array(v.object({ tag: v.string(), name: v.string(), dir: v.picklist(['ltr', 'rtl']) }));

/** @returns undefined if the build has no words */
const builtLanguages = (files: WebFiles): readonly OfferedLanguage[] | undefined => {
  const list = files.get(LIST);
  return list && v.parse(Built, JSON.parse(list.toString('utf8')));
};

/** The languages that the operator offers. @throws ConfigError if one of them is not in the build */
export function offeredLanguages(files: WebFiles, languages: Languages): readonly OfferedLanguage[] {
  const built = builtLanguages(files);
  if (built === undefined) throw new Error('The build has no words.');
  const faults = languageFaults(files, languages);
  if (faults.length > 0) throw new ConfigError(faults);
  return languages.offered.length === 0 ? built : built.filter(({ tag }) => languages.offered.includes(tag));
}

/** Sentences about settings that name a language which the build lacks. Empty if there is no build. */
export function languageFaults(files: WebFiles, languages: Languages): readonly string[] {
  const built = builtLanguages(files)?.map(({ tag }) => tag);
  if (built === undefined) return [];
  const sayUnknown = (setting: string, tag: string) => {
    const nearest = createMatch(built)(tag) ?? (tag.length > 2 ? nearestName(tag, built) : undefined);
    return `${setting} names ${tag}, but this version has ${built.join(', ')}.${didYouMean(nearest)}`;
  };
  const unknown = languages.offered.filter((tag) => !built.includes(tag));
  return [
    ...unknown.map((tag) => sayUnknown('SOTTO_LANGUAGES', tag)),
    ...(built.includes(languages.default) || unknown.includes(languages.default)
      ? []
      : [sayUnknown('SOTTO_LANGUAGE', languages.default)]),
  ];
}
