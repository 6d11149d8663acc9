import { extname } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import * as v from 'valibot';
import type { WebFiles } from '#server/platform/assets.ts';
import { dressShell } from './dress-shell.ts';
import { openBranding } from '#server/branding/open-branding.ts';
import type { Config } from '#server/config/config.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Headers } from '#server/http/security-headers.ts';
import { encodings, fileEnding, isCompressible } from '#server/http/choose-encoding.ts';
import type { Encoding } from '#server/http/choose-encoding.ts';
import { BuildManifest } from './manifest.ts';
import { brandPage, notFoundPage, pages } from './page.ts';
import type { ShellPage } from './page.ts';
import { renderShell } from './render-shell.ts';
import { createResource } from '#server/http/resource.ts';
import type { Encode, Resource } from '#server/http/resource.ts';
import { openWords } from './words.ts';

/** The built pages, read and rendered. Only files in memory are ever served. */
export interface Site {
  readonly shells: ReadonlyMap<ShellPage, Resource>;
  readonly notFound: Resource;
  /** Keyed by the path below the base path: `/assets/…`. */
  readonly files: ReadonlyMap<string, Resource>;
}

const TEMPLATE = 'index.html';
const MANIFEST = '.vite/manifest.json';
const ONE_YEAR_SECONDS = 31_536_000;
const ONE_HOUR_SECONDS = 3600;

/**
 * @param files the output of the build. @returns undefined if there is no build
 * @throws ConfigError if the brand's files cannot be used
 */
export async function openSite(
  files: WebFiles,
  config: Pick<Config, 'publicUrl' | 'basePath' | 'policy' | 'brand' | 'behindSignIn'>,
): Promise<Site | undefined> {
  const [template, manifest] = [files.get(TEMPLATE), files.get(MANIFEST)];
  if (template === undefined || manifest === undefined) return undefined;
  const branding = openBranding(config, files);
  const build = v.parse(BuildManifest, JSON.parse(manifest.toString('utf8')));
  const words = openWords(files, build, config.basePath);
  const parts = {
    manifest: build,
    basePath: config.basePath,
    requests: config.policy.requests,
    behindSignIn: config.behindSignIn,
    read: (file: string) => {
      const bytes = files.get(file);
      if (bytes === undefined) throw new Error(`The build has no file ${file}.`);
      return bytes;
    },
  };
  const headers = securityHeaders(config).page;
  const isServed = (page: ShellPage) => page !== brandPage || config.brand.hasPage;
  const shell = (page: ShellPage) => {
    const rendered = renderShell(
      { ...parts, words: words.forPage('en', page), template: template.toString('utf8') },
      page,
    );
    return shellResource(dressShell(rendered, branding, { measured: page === brandPage }), page, headers);
  };
  const served = [...fileResources(files, headers)].filter(([path]) => !branding.unserved.has(path));
  return {
    shells: new Map(pages.filter(isServed).map((page) => [page, shell(page)])),
    notFound: shell(notFoundPage),
    files: new Map([...served, ...branding.files, ...wordResources(words.files, headers)]),
  };
}

function shellResource(html: string, { indexed }: ShellPage, headers: Headers): Resource {
  const plain = Buffer.from(html);
  return createResource({
    mediaType: 'text/html; charset=utf-8',
    headers: {
      ...headers,
      'cache-control': 'private, no-cache, no-transform',
      ...(!indexed && { 'x-robots-tag': 'noindex' }),
    },
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

function wordResources(files: ReadonlyMap<string, string>, headers: Headers): Map<string, Resource> {
  const resources = [...files].map(([path, json]) => {
    const plain = Buffer.from(json);
    const cached = { 'cache-control': `public, max-age=${ONE_YEAR_SECONDS}, immutable, no-transform` };
    const parts = { mediaType: 'application/json', headers: { ...headers, ...cached }, plain };
    return [path, createResource({ ...parts, encoded: encodingsOf(plain) })] as const;
  });
  return new Map(resources);
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
