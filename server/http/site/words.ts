import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import * as v from 'valibot';
import type { WebFiles } from '#server/platform/assets.ts';
import type { BuildManifest } from './manifest.ts';
import { notFoundPage, pages } from './page.ts';
import type { ShellPage } from './page.ts';

/** What a page shows before its script runs. */
export interface Shell {
  readonly title: string;
  readonly description: string;
  readonly html: string;
}

/** A language as the build wrote it. */
interface LanguageFile {
  /** Compiled messages. The server reads only the table `shell`. */
  readonly tables: Readonly<Record<string, object>>;
  /** Keyed by the page's module. */
  readonly shells: Readonly<Record<string, Shell>>;
}

const Offered = v.array(v.object({ tag: v.string(), name: v.string(), dir: v.picklist(['ltr', 'rtl']) }));
export type OfferedLanguage = v.InferOutput<typeof Offered>[number];

/** The words of one page in one language. */
export interface PageWords {
  /** Absent for a few rare pages. */
  readonly shell: Shell | undefined;
  /** The texts of the template, by the names of their places. */
  readonly texts: ReadonlyMap<string, string>;
  /** The data block from which the page's script reads its words. */
  readonly block: object;
}

export interface Words {
  readonly languages: readonly OfferedLanguage[];
  forPage(tag: string, page: ShellPage): PageWords;
  /** JSON with the tables of a page, or with one table for a lazy module. Keyed by the path below the base path. */
  readonly files: ReadonlyMap<string, string>;
}

/** @throws Error if the build lacks its words */
export function openWords(files: WebFiles, manifest: BuildManifest, basePath: string): Words {
  const list = files.get('.words/languages.json');
  if (list === undefined) throw new Error('The build has no words.');
  const languages = v.parse(Offered, JSON.parse(list.toString('utf8')));
  const packed = languages.map(({ tag }) => [tag, fileOf(files, tag)] as const);
  const read = new Map(packed.map(([tag, bytes]) => [tag, unpack(bytes)] as const));
  const folder = `words/${hashOf(packed.map(([, bytes]) => bytes))}/`;

  const tablesOf = (tag: string, page: ShellPage) => {
    const tables = read.get(tag)?.tables ?? {};
    return Object.fromEntries((manifest[page.entry]?.words ?? []).map((name) => [name, tables[name]]));
  };
  const wordFiles = languages.flatMap(({ tag }) => [
    ...[...pages, notFoundPage].map((page) => [`/${folder}${tag}/${page.words}.json`, tablesOf(tag, page)] as const),
    ...Object.entries(read.get(tag)?.tables ?? {}).map(
      ([name, table]) => [`/${folder}${tag}/${name}.json`, { [name]: table }] as const,
    ),
  ]);
  return {
    languages,
    files: new Map(wordFiles.map(([path, tables]) => [path, JSON.stringify(tables)])),
    forPage: (tag, page) => {
      const language = languages.find((one) => one.tag === tag);
      const file = read.get(tag);
      if (language === undefined || file === undefined) throw new Error(`The build has no words in ${tag}.`);
      const { dir } = language;
      const block = {
        lang: tag,
        dir,
        folder: basePath + folder,
        page: page.words,
        languages,
        tables: tablesOf(tag, page),
      };
      const texts = new Map([...shellTexts(file.tables['shell'] ?? {}), ['lang', tag], ['dir', dir]]);
      return { shell: file.shells[page.entry], texts, block };
    },
  };
}

function fileOf(files: WebFiles, tag: string): Uint8Array {
  const packed = files.get(`.words/${tag}.json.br`);
  if (packed === undefined) throw new Error(`The build has no words in ${tag}.`);
  return packed;
}

const unpack = (packed: Uint8Array) => JSON.parse(brotliDecompressSync(packed).toString('utf8')) as LanguageFile;

/** The oldest browsers that the pages work in. */
const oldestBrowsers: Readonly<Record<string, string>> = { chrome: '109', firefox: '115', safari: '16' };

/** Fills the few values that are known without a page. */
function shellTexts(table: object): [string, string][] {
  return Object.entries(table).map(([name, message]: [string, string | readonly (string | readonly string[])[]]) => [
    name,
    typeof message === 'string'
      ? message
      : message.map((part) => (typeof part === 'string' ? part : (oldestBrowsers[part[0] ?? ''] ?? ''))).join(''),
  ]);
}

function hashOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest('base64url').slice(0, 12);
}
