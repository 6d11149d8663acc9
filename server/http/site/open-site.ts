import { extname } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import * as v from 'valibot';
import { createMatch } from '#client/words/match-language.ts';
import type { WebFiles } from '#server/platform/assets.ts';
import { openBranding } from '#server/branding/open-branding.ts';
import type { Config } from '#server/config/config.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Headers } from '#server/http/security-headers.ts';
import type { MailWords } from '#server/words/mail.ts';
import type { RepliesWords } from '#server/words/replies.ts';
import { encodings, fileEnding, isCompressible } from '#server/http/choose-encoding.ts';
import type { Encoding } from '#server/http/choose-encoding.ts';
import { chooseLanguage } from './choose-language.ts';
import { keep, once } from '#client/words/keep.ts';
import { BuildManifest, entryFiles } from './manifest.ts';
import { offeredLanguages } from './offered-languages.ts';
import type { OfferedLanguage } from '#client/words/message.ts';
import { BOOT_SCRIPT, brandPage, notFoundPage, pages, signInPages } from './page.ts';
import type { ShellPage } from './page.ts';
import { checkTemplate, integrity, renderShell } from './render-shell.ts';
import type { ShellParts } from './render-shell.ts';
import { createResource } from '#server/http/resource.ts';
import type { Encode, Resource } from '#server/http/resource.ts';
import { openWords } from './words.ts';
import type { Words, WordsAddress } from './words.ts';

/** The built pages. Only files in memory are ever served. */
export interface Site {
  /** Those that are served at a path of their own. */
  readonly pages: readonly ShellPage[];
  /** @returns the language of the reply to a request with this header */
  readonly languageFor: (acceptLanguage: string | undefined) => OfferedLanguage;
  /** Made when first asked for, then kept. */
  readonly shell: (page: ShellPage, language: OfferedLanguage) => Resource;
  /** Made when first asked for, then kept. @returns undefined for an unknown address */
  readonly wordsFile: (address: WordsAddress) => Resource | undefined;
  readonly repliesIn: (lang: string) => RepliesWords;
  readonly mailIn: (lang: string) => MailWords;
  /** Keyed by the path below the base path: `/assets/…`. */
  readonly files: ReadonlyMap<string, Resource>;
}

const TEMPLATE = 'index.html';
const MANIFEST = '.vite/manifest.json';
const ONE_YEAR_SECONDS = 31_536_000;
const ONE_HOUR_SECONDS = 3600;

/**
 * @param files the output of the build. @returns undefined if there is no build
 * @throws ConfigError if the brand's files cannot be used, or a language is not in the build
 */
export async function openSite(
  files: WebFiles,
  config: Pick<Config, 'publicUrl' | 'basePath' | 'policy' | 'languages' | 'brand' | 'behindSignIn' | 'signIn'>,
): Promise<Site | undefined> {
  const [template, manifest] = [files.get(TEMPLATE)?.toString('utf8'), files.get(MANIFEST)];
  if (template === undefined || manifest === undefined) return undefined;
  checkTemplate(template);
  const { basePath, brand } = config;
  const branding = openBranding(config, files);
  const build = v.parse(BuildManifest, JSON.parse(manifest.toString('utf8')));
  const languages = offeredLanguages(files, config.languages);
  const words = openWords({ files, manifest: build, basePath, languages, brand });
  const headers = securityHeaders(config).page;
  const parts: ShellParts = {
    ...{ template, manifest: build, basePath, branding },
    requests: config.policy.requests,
    behindSignIn: config.behindSignIn,
    integrityOf: keep((file) => integrity(builtFile(files, file))),
  };
  const shellsIn = keep((language: OfferedLanguage) =>
    keep((page: ShellPage) => {
      const html = renderShell(parts, page, words.forPage(language, page));
      return shellResource(html, { page, language, headers });
    }),
  );
  const shell = (page: ShellPage, language: OfferedLanguage) => shellsIn(language)(page);
  const isServed = (page: ShellPage) =>
    page === brandPage ? brand.hasPage : config.signIn !== undefined || !signInPages.includes(page);
  const served = pages.filter(isServed);
  const languageFor = languageChooser(languages, config.languages.default);
  // A build that lacks something must fail at start, where making the pages would be a seventh of the time.
  for (const { entry } of [...served, notFoundPage]) checkEntry(files, build, entry);
  const ownFiles = [...fileResources(files, headers)].filter(([path]) => !branding.unserved.has(path));
  return {
    pages: served,
    languageFor,
    shell,
    wordsFile: wordResources(words, headers),
    repliesIn: words.replies,
    mailIn: words.mail,
    files: new Map([...ownFiles, ...branding.files]),
  };
}

function builtFile(files: WebFiles, file: string): Uint8Array {
  const bytes = files.get(file);
  if (bytes === undefined) throw new Error(`The build has no file ${file}.`);
  return bytes;
}

function checkEntry(files: WebFiles, manifest: BuildManifest, entry: string): void {
  for (const name of [BOOT_SCRIPT, entry]) {
    const { script, modules, styles } = entryFiles(manifest, name);
    for (const file of [script, ...modules, ...styles]) builtFile(files, file);
  }
}

function languageChooser(languages: readonly OfferedLanguage[], preset: string): Site['languageFor'] {
  const fallback = languages.find(({ tag }) => tag === preset);
  if (fallback === undefined) throw new Error(`${preset} is not offered.`);
  const match = once(() => createMatch(languages.map(({ tag }) => tag)));
  return (acceptLanguage) => {
    const chosen = chooseLanguage(acceptLanguage, match(), preset);
    return languages.find(({ tag }) => tag === chosen) ?? fallback;
  };
}

interface ShellRepresentation {
  readonly page: ShellPage;
  readonly language: OfferedLanguage;
  readonly headers: Headers;
}

function shellResource(html: string, { page, language, headers }: ShellRepresentation): Resource {
  const plain = Buffer.from(html);
  return createResource({
    mediaType: 'text/html; charset=utf-8',
    headers: {
      ...headers,
      'cache-control': 'private, no-cache, no-transform',
      ...(!page.indexed && { 'x-robots-tag': 'noindex' }),
    },
    language: language.tag,
    plain,
    encoded: encodingsOf(plain),
  });
}

function fileResources(files: WebFiles, headers: Headers): Map<string, Resource> {
  const served = [...files].filter(([name]) => name !== TEMPLATE && !/^\.|\/\.|\.(br|gz)$/.test(name));
  const resources = served.map(([name, plain]) => {
    const resource = createResource({
      mediaType: getMimeType(name) ?? 'application/octet-stream',
      headers: { ...headers, 'cache-control': `public, ${lifetime(name)}, no-transform` },
      plain,
      encoded: isCompressible(name)
        ? encodingsOf(plain, (encoding) => files.get(name + fileEnding[encoding]))
        : new Map(),
    });
    return [`/${name}`, resource] as const;
  });
  return new Map(resources);
}

/** Files of words have an address that changes with their content, as the files in assets/ have. */
function wordResources(words: Words, headers: Headers): Site['wordsFile'] {
  const made = new Map<string, Resource>();
  const cached = { 'cache-control': `public, max-age=${ONE_YEAR_SECONDS}, immutable, no-transform` };
  return (address) => {
    const key = `${address.hash}/${address.lang}/${address.name}`;
    const kept = made.get(key);
    if (kept !== undefined) return kept;
    const json = words.file(address);
    if (json === undefined) return undefined;
    const plain = Buffer.from(json);
    const parts = { mediaType: 'application/json', headers: { ...headers, ...cached }, plain };
    const resource = createResource({ ...parts, encoded: encodingsOf(plain) });
    made.set(key, resource);
    return resource;
  };
}

/**
 * Names in assets/ change with the content, so these files never become stale. A script with a fixed name, such as a
 * service worker, is revalidated on each use.
 */
function lifetime(name: string): string {
  if (name.startsWith('assets/')) return `max-age=${ONE_YEAR_SECONDS}, immutable`;
  return extname(name) === '.js' ? 'no-cache' : `max-age=${ONE_HOUR_SECONDS}`;
}

/** Uses the encodings from the build. Any other file is compressed on its first request. */
function encodingsOf(
  plain: Uint8Array<ArrayBuffer>,
  built: (encoding: Encoding) => Uint8Array<ArrayBuffer> | undefined = () => undefined,
): Map<Encoding, Encode> {
  return new Map(encodings.map((encoding) => [encoding, async () => built(encoding) ?? compress(encoding, plain)]));
}

/** Loaded lazily, because few files need it. */
async function compress(encoding: Encoding, plain: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { compressTo } = await import('./compress.ts');
  return compressTo(encoding, plain);
}
