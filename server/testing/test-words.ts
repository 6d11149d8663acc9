import { brotliCompressSync } from 'node:zlib';
import type { WebFiles } from '#server/platform/assets.ts';
import type { Shell } from '#server/http/site/words.ts';

export interface TestLanguage {
  readonly tag: string;
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Compiled, by their names. */
  readonly tables?: Readonly<Record<string, object>>;
  /** Keyed by the page's module. */
  readonly shells?: Readonly<Record<string, Shell>>;
}

export const testEnglish: TestLanguage = { tag: 'en', name: 'English', dir: 'ltr' };

/** The files of words that a build contains. */
export function wordsOfBuild(languages: readonly TestLanguage[] = [testEnglish]): WebFiles {
  const offered = languages.map(({ tag, name, dir }) => ({ tag, name, dir }));
  const files = languages.map(({ tag, tables = {}, shells = {} }) => {
    return [`.words/${tag}.json.br`, brotliCompressSync(JSON.stringify({ tables, shells }))] as const;
  });
  return new Map([['.words/languages.json', Buffer.from(JSON.stringify(offered))], ...files]);
}
