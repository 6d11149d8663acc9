import { globSync, readFileSync } from 'node:fs';

/**
 * Counts signs of unclear English in comments, texts and documents, and Markdown lines that are too long. Landed
 * migrations, kept releases and the texts of vectors never change, so they are left out.
 */
interface Sign {
  readonly name: string;
  readonly pattern: RegExp;
  /** A sign that is never right fails the run; the others are only counted. */
  readonly never: boolean;
}

/** Where a sentence begins: a comment, a text in quotes, a line of Markdown, or after another sentence. */
const START = String.raw`(?:^[ \t]*(?:[-*>] )?|/\*\*? |// |# |\* |['"${'`'}]|[.:!?] )`;

const signs: readonly Sign[] = [
  { name: '"whoever"', pattern: /\bwhoever\b/giu, never: true },
  { name: 'a sentence that begins with "Of"', pattern: new RegExp(`${START}Of (?!course\\b)`, 'gmu'), never: true },
  { name: '"that never was"', pattern: /\bthat never was\b/giu, never: true },
  { name: '"is none"', pattern: /\bis none\b/giu, never: true },
  {
    name: 'a sentence that begins with "What"',
    pattern: new RegExp(`${START}What (?![^.\\n]{0,200}\\?)`, 'gmu'),
    never: false,
  },
  { name: '"by itself"', pattern: /\bby itself\b/giu, never: false },
];

const MAX_MARKDOWN_CHARACTERS = 140;
/** Code that was wrapped like prose. */
const FENCE_AFTER_TEXT = /\S[ \t]+```[ \t]*$/gmu;
const leftOut =
  /^(node_modules|dist|data|releases|test-results|coverage)\/|^migrations\/\d|^crypto\/vectors\/make-|^scripts\/lint\/plain-english/u;

interface FoundSign {
  readonly file: string;
  readonly line: number;
  readonly sign: string;
  readonly never: boolean;
}

/** @param file decides how the text is read: the length of lines counts in Markdown alone */
export function findSigns(file: string, text: string): FoundSign[] {
  const found = signs.flatMap(({ name: sign, pattern, never }) =>
    [...text.matchAll(pattern)].map(({ index }) => ({ file, line: lineAt(text, index), sign, never })),
  );
  return file.endsWith('.md') ? [...found, ...longLines(file, text), ...lateFences(file, text)] : found;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Tables, code and lines that are one long word cannot be wrapped. */
function longLines(file: string, text: string): FoundSign[] {
  let inCode = false;
  return text.split('\n').flatMap((content, at) => {
    if (content.startsWith('```')) inCode = !inCode;
    const isFree = inCode || content.trimStart().startsWith('|') || !/\S\s+\S+\s+\S/u.test(content);
    if (isFree || [...content].length <= MAX_MARKDOWN_CHARACTERS) return [];
    return [{ file, line: at + 1, sign: `a line of more than ${MAX_MARKDOWN_CHARACTERS} characters`, never: true }];
  });
}

function lateFences(file: string, text: string): FoundSign[] {
  const sign = 'a code fence behind other text';
  return [...text.matchAll(FENCE_AFTER_TEXT)].map(({ index }) => ({
    file,
    line: lineAt(text, index),
    sign,
    never: true,
  }));
}

function isRead(file: string): boolean {
  return !leftOut.test(file);
}

if (import.meta.main) {
  const files = globSync('**/{*.{ts,tsx,js,css,md,html,yaml,toml,conf,env,service,socket},*Caddyfile*,Dockerfile}', {
    exclude: (path) => !isRead(path) && !isRead(`${path}/`),
  });
  const found = files.filter(isRead).flatMap((file) => findSigns(file, readFileSync(file, 'utf8')));
  for (const { file, line, sign, never } of found) if (never) console.error(`${file}:${line}: ${sign}`);
  for (const [sign, of] of Map.groupBy(found, ({ sign }) => sign)) console.log(`${of.length} × ${sign}`);
  process.exitCode = found.some(({ never }) => never) ? 1 : 0;
}
