import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import type { Table, Tables, OfferedLanguage } from '#client/words/message.ts';
import { footerLabels } from '#server/branding/footer-labels.ts';
import type { Brand } from '#server/config/config.ts';
import type { WebFiles } from '#server/platform/assets.ts';
import type { MailWords } from '#server/words/mail.ts';
import type { RepliesWords } from '#server/words/replies.ts';
import type { ShellWords } from '#server/words/shell.ts';
import type { BuildManifest } from './manifest.ts';
import { keep, once } from '#client/words/keep.ts';
import { notFoundPage, pages } from './page.ts';
import type { ShellPage } from './page.ts';

/** A page before its script runs. */
export interface Shell {
  readonly title: string;
  readonly description: string;
  readonly html: string;
}

/** A language as the build writes it. */
export interface LanguageFile {
  /** The tables of the pages, and of their lazy modules. */
  readonly tables: Tables;
  /** Keyed by the page's module. */
  readonly shells: Readonly<Record<string, Shell>>;
  /** The texts of the template. */
  readonly texts: Readonly<Record<keyof ShellWords, string>>;
  readonly replies: RepliesWords;
  readonly mail: MailWords;
}

/** The words of one page in one language. */
export interface PageWords {
  readonly language: OfferedLanguage;
  /** The number of languages that people can choose. */
  readonly languages: number;
  /** Absent for a few rare pages. */
  readonly shell: Shell | undefined;
  readonly texts: LanguageFile['texts'];
  /** The data block from which the page's script reads its words. */
  readonly block: object;
}

/** The address of a file of words: `/words/<hash>/<lang>/<name>`. */
export interface WordsAddress {
  readonly hash: string;
  readonly lang: string;
  readonly name: string;
}

export interface Words {
  forPage(language: OfferedLanguage, page: ShellPage): PageWords;
  /** JSON with the tables of a page, or with one table for a lazy module. @returns undefined for an unknown address */
  file(address: WordsAddress): string | undefined;
  readonly replies: (lang: string) => RepliesWords;
  readonly mail: (lang: string) => MailWords;
}

interface WordsParts {
  readonly files: WebFiles;
  readonly manifest: BuildManifest;
  readonly basePath: string;
  readonly languages: readonly OfferedLanguage[];
  readonly brand: Pick<Brand, 'footerLinks' | 'supportContact'>;
}

/** Unpacks each language when it is first asked for. @throws Error if the build lacks one */
export function openWords({ files, manifest, basePath, languages, brand }: WordsParts): Words {
  const tags = new Set(languages.map(({ tag }) => tag));
  const packed = [...tags].map((tag) => packedFile(files, tag));
  const hash = once(() => hashOf(packed));
  const read = keep((tag: string) => unpack(packedFile(files, tag)));
  const tableNames = (page: ShellPage) => manifest[page.entry]?.words ?? [];
  // Browsers keep a file for a year. A page's file also changes with its list of tables and with the operator's links,
  // but then the files of lazy modules do not.
  const ownHash = keep((page: ShellPage) =>
    hashOf([Buffer.from(JSON.stringify([tableNames(page), brand.footerLinks, brand.supportContact !== undefined]))]),
  );
  const nameOf = (page: ShellPage) => `${page.words}-${ownHash(page)}`;
  const pagesByName = once(() => new Map([...pages, notFoundPage].map((page) => [nameOf(page) + JSON_ENDING, page])));

  const tablesOf = (tag: string, page: ShellPage): Tables => {
    const { tables, texts } = read(tag);
    return {
      ...Object.fromEntries(tableNames(page).map((name) => [name, tables[name] ?? {}])),
      own: ownTable(brand, tag, texts),
    };
  };
  return {
    forPage: (language, page) => {
      const { tag: lang, dir } = language;
      const { shells, texts } = read(lang);
      const address = { folder: `${basePath}words/${hash()}/`, page: nameOf(page) };
      const block = { lang, dir, ...address, languages, tables: tablesOf(lang, page) };
      return { language, languages: languages.length, shell: shells[page.entry], texts, block };
    },
    file: ({ hash: given, lang, name }) => {
      if (given !== hash() || !tags.has(lang)) return undefined;
      const page = pagesByName().get(name);
      if (page !== undefined) return JSON.stringify(tablesOf(lang, page));
      const { tables } = read(lang);
      const table = name.endsWith(JSON_ENDING) ? name.slice(0, -JSON_ENDING.length) : '';
      return Object.hasOwn(tables, table) ? JSON.stringify({ [table]: tables[table] }) : undefined;
    },
    replies: (lang) => read(lang).replies,
    mail: (lang) => read(lang).mail,
  };
}

/** The texts of the operator's links. The page changes them when its language changes. */
function ownTable(brand: WordsParts['brand'], tag: string, { support, supportNext }: LanguageFile['texts']): Table {
  const links = Object.fromEntries(footerLabels(brand, tag).entries());
  return { links, ...(brand.supportContact !== undefined && { support, supportNext }) };
}

const JSON_ENDING = '.json';

function packedFile(files: WebFiles, tag: string): Uint8Array {
  const packed = files.get(`.words/${tag}.json.br`);
  if (packed === undefined) throw new Error(`The build has no words in ${tag}.`);
  return packed;
}

const unpack = (packed: Uint8Array) => JSON.parse(brotliDecompressSync(packed).toString('utf8')) as LanguageFile;

function hashOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest('base64url').slice(0, 12);
}
