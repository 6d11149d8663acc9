import type { World } from '#cli/world.ts';

type Env = World['env'];
type Category = 'LC_MESSAGES' | 'LC_TIME' | 'LC_NUMERIC';

/** The option of every command for people who send and receive. It also works before the command. */
const OPTION = '--lang';

export interface WithoutLanguage {
  /** The value of `--lang` before the command; undefined without it. */
  readonly wanted: string | undefined;
  readonly args: readonly string[];
}

/** Takes `--lang TAG` from the beginning of the arguments. */
export function takeLanguage(args: readonly string[]): WithoutLanguage {
  const [first = '', second] = args;
  if (first === OPTION) return { wanted: second ?? '', args: args.slice(2) };
  if (first.startsWith(`${OPTION}=`)) return { wanted: first.slice(OPTION.length + 1), args: args.slice(1) };
  return { wanted: undefined, args };
}

/** The value of the last `--lang` among a command's own arguments. Without a value, reading the arguments refuses it. */
export function languageAmong(args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => arg === OPTION || arg.startsWith(`${OPTION}=`));
  const [option, next] = at < 0 ? [] : args.slice(at);
  if (option !== OPTION) return option?.slice(OPTION.length + 1) || undefined;
  return next?.startsWith('-') ? undefined : next || undefined;
}

/** A locale of POSIX, such as `de_DE.UTF-8@euro`, as a tag. @returns undefined for `C`, `POSIX` and no locale */
function tagOf(locale: string): string | undefined {
  const [, name = ''] = /^([A-Za-z0-9_-]{2,35})(?:[.@]|$)/.exec(locale) ?? [];
  return name === '' || name === 'POSIX' ? undefined : name.replaceAll('_', '-');
}

/** LC_ALL overrules all, and LANG is for what nothing else sets. An empty variable counts as unset. */
const localeOf = (env: Env, category: Category | 'LC_CTYPE'): string =>
  env['LC_ALL'] || env[category] || env['LANG'] || '';

/** The encoding of this terminal's locale, if it names one other than UTF-8. */
export function foreignEncoding(env: Env): string | undefined {
  const locale = localeOf(env, 'LC_CTYPE');
  return locale === '' || /utf-?8/i.test(locale) ? undefined : locale;
}

/**
 * The tag that the environment asks for.
 * @param systemLocale for Windows, which has no such variables
 * @returns undefined for English
 */
export function environmentLanguage(env: Env, systemLocale?: string): string | undefined {
  // A terminal with another encoding could not show it. Without one (`de_DE`), it is UTF-8 nearly everywhere.
  if (foreignEncoding(env)?.includes('.')) return undefined;
  const locale = localeOf(env, 'LC_MESSAGES');
  const tag = locale === '' ? systemLocale : tagOf(locale);
  return tag === undefined || /^en\b/i.test(tag) ? undefined : tag;
}

/** Language, perhaps a script, and the region of a POSIX locale. */
const REGION = /^[A-Za-z]{2,3}(?:[_-][A-Za-z]{4})?[_-]([A-Za-z]{2}|\d{3})(?:[.@]|$)/;
const OWN_REGION = /-(?:[A-Z]{2}|\d{3})$/;

/**
 * The language with the region of the person's locale for this kind of text. English without a region is British.
 * Without `Intl.Locale`, whose first use takes milliseconds of every start.
 */
export function withRegion(tag: string, env: Env, category: Category): string {
  const [, region] = REGION.exec(localeOf(env, category)) ?? [];
  if (region === undefined) return tag === 'en' ? 'en-GB' : tag;
  return `${tag.replace(OWN_REGION, '')}-${region}`;
}
