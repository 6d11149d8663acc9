import { brotliDecompressSync } from 'node:zlib';
import stringWidth from 'string-width';
import type { ProgramAssets } from '#server/platform/assets.ts';
import { createMatch } from '#client/words/match-language.ts';
import type { Tables } from '#client/words/message.ts';
import type { TerminalLanguage } from './words.ts';

/** Loads languages other than English. Only commands that need one load this module. */

const LIST = '.words/languages.json';
const fileOf = (tag: string) => `.words/terminal/${tag}.json.br`;

/** The tags of all languages that this program has, in their order for people. */
export async function offeredTags({ webFile }: Pick<ProgramAssets, 'webFile'>): Promise<readonly string[]> {
  const list = await webFile(LIST);
  const listed = list === undefined ? [] : (JSON.parse(list.toString('utf8')) as { readonly tag: string }[]);
  return [...new Set(['en', ...listed.map(({ tag }) => tag)])];
}

type Loaded = Pick<TerminalLanguage, 'tag' | 'tables' | 'widthOf'>;

/** @returns undefined for a language that this program does not have; `en` without tables */
export async function loadLanguage(
  assets: Pick<ProgramAssets, 'webFile'>,
  wanted: string,
): Promise<Loaded | undefined> {
  const tag = createMatch(await offeredTags(assets))(wanted);
  const packed = tag === undefined || tag === 'en' ? undefined : await assets.webFile(fileOf(tag));
  if (tag === undefined || (packed === undefined && tag !== 'en')) return undefined;
  const tables = packed === undefined ? {} : unpack(packed);
  return { tag, tables, widthOf: (text) => stringWidth(text) };
}

const unpack = (packed: Uint8Array) => JSON.parse(brotliDecompressSync(packed).toString('utf8')) as Tables;
