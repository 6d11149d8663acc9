import { createHash } from 'node:crypto';
import type { WebFiles } from '#server/platform/assets.ts';
import type { Config } from '#server/config/config.ts';
import { ConfigError } from '#server/config/parse-config.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Headers } from '#server/http/security-headers.ts';
import { createResource } from '#server/http/resource.ts';
import type { Resource } from '#server/http/resource.ts';
import { grounds, ownPalette, paletteOf } from '#server/config/palette.ts';
import type { Palette } from '#server/config/palette.ts';
import { pictureTypes, pixelsOf } from './read-picture.ts';
import type { Picture } from './read-picture.ts';
import { readPictures } from './read-pictures.ts';
import { measurePalette, shownBrand } from './shown-brand.ts';
import type { MeasuredPalette, ShownBrand } from './shown-brand.ts';
import { recolour, writeColours } from './write-colours.ts';

/** The brand as it is served. Paths begin with the base path. */
export interface Branding {
  readonly shown: (lang: string) => ShownBrand;
  readonly measured: MeasuredPalette;
  readonly favicon: { readonly path: string; readonly mediaType: string; readonly sizes?: string };
  /** The path of a PNG for home screens. Absent if the brand has an icon or colours of its own, but no large PNG. */
  readonly touchIcon?: string;
  /** The path of the web app manifest. */
  readonly manifest: string;
  /** Absent if the pages keep their own colours. */
  readonly colours?: { readonly path: string; readonly css: Uint8Array };
  /** Paths below the base path that are not served: another brand's icons, which some browsers request unasked. */
  readonly unserved: ReadonlySet<string>;
  /** Keyed by the path below the base path. */
  readonly files: ReadonlyMap<string, Resource>;
}

const FAVICON = 'favicon.svg';
const TOUCH_ICON = 'apple-touch-icon.png';
/** Below this, home screens show a blurred icon. */
const MIN_TOUCH_ICON_PIXELS = 180;
const ONE_HOUR_SECONDS = 3600;
const ONE_YEAR_SECONDS = 31_536_000;

/**
 * A picture opened on its own runs nothing and has no origin. Each directive is listed, because `default-src` would
 * block the styles that drawing programs write into an SVG, and only `unsafe-inline` would allow them again.
 */
const PICTURE_CSP = [
  ...['script-src', 'connect-src', 'frame-src', 'object-src', 'media-src', 'worker-src'],
  ...['base-uri', 'form-action', 'frame-ancestors'],
]
  .map((directive) => `${directive} 'none'`)
  .concat('img-src data:', 'font-src data:', 'sandbox')
  .join('; ');

/** @throws ConfigError for files that cannot be used */
export function openBranding(config: Pick<Config, 'publicUrl' | 'basePath' | 'brand'>, webFiles: WebFiles): Branding {
  const palette = paletteOf(config.brand);
  const { logo, favicon = sealIcon(webFiles, palette), faults } = readPictures(config.brand);
  if (faults.length > 0) throw new ConfigError(faults);
  const shelf = createShelf(config);
  const css = palette && Buffer.from(writeColours(palette));
  const icon = {
    path: favicon === undefined ? config.basePath + FAVICON : shelf.addPicture('favicon', favicon),
    mediaType: pictureTypes[favicon?.kind ?? 'svg'],
    ...sizesOf(favicon),
  };
  const ownTouchIcon = webFiles.has(TOUCH_ICON) ? config.basePath + TOUCH_ICON : undefined;
  const pixels = favicon && pixelsOf(favicon);
  const isLarge = pixels !== undefined && Math.min(pixels.width, pixels.height) >= MIN_TOUCH_ICON_PIXELS;
  const touchIcon = favicon === undefined ? ownTouchIcon : isLarge ? icon.path : undefined;
  return {
    shown: shownBrand(config.brand, logo && shelf.addPicture('logo', logo)),
    measured: measurePalette(palette ?? ownPalette),
    favicon: icon,
    ...(touchIcon !== undefined && { touchIcon }),
    manifest: shelf.addManifest(writeManifest(config, icon)),
    ...(css && { colours: { path: shelf.addColours(css), css } }),
    unserved: new Set(favicon === undefined ? [] : [FAVICON, TOUCH_ICON].map((name) => `/${name}`)),
    files: shelf.files,
  };
}

/** For the manifest: browsers ignore an icon that is too small, or whose size they do not know. */
function sizesOf(favicon: Picture | undefined): { sizes?: string } {
  if (favicon === undefined || favicon.kind === 'svg') return { sizes: 'any' };
  const pixels = pixelsOf(favicon);
  return pixels === undefined ? {} : { sizes: `${pixels.width}x${pixels.height}` };
}

/**
 * For people who put the service on their home screen. It keeps the address bar, by which they can tell where they
 * are, and takes no shared texts: they would reach the server.
 */
function writeManifest({ brand, basePath }: Pick<Config, 'brand' | 'basePath'>, icon: Branding['favicon']) {
  const manifest = {
    name: brand.name,
    short_name: brand.name,
    start_url: basePath,
    scope: basePath,
    display: 'minimal-ui',
    background_color: grounds.light.paper,
    theme_color: grounds.light.paper,
    icons: [{ src: icon.path, type: icon.mediaType, ...(icon.sizes !== undefined && { sizes: icon.sizes }) }],
  };
  return Buffer.from(JSON.stringify(manifest));
}

/** For colours without an icon: the seal in these colours. */
function sealIcon(webFiles: WebFiles, palette: Palette | undefined): Picture | undefined {
  const own = webFiles.get(FAVICON);
  if (palette === undefined || own === undefined) return undefined;
  return { kind: 'svg', bytes: Buffer.from(recolour(own.toString('utf8'), palette)) };
}

/** Collects files with their headers and paths. A path changes with the file's content. */
function createShelf({ publicUrl, basePath }: Pick<Config, 'publicUrl' | 'basePath'>) {
  const { page, api } = securityHeaders({ publicUrl });
  const files = new Map<string, Resource>();
  const immutable = { 'cache-control': `public, max-age=${ONE_YEAR_SECONDS}, immutable, no-transform` };
  const add = (name: string, plain: Buffer<ArrayBuffer>, served: { mediaType: string; headers: Headers }): string => {
    files.set(`/brand/${name}`, createResource({ ...served, plain, encoded: new Map() }));
    return `${basePath}brand/${name}`;
  };
  return {
    files,
    addPicture: (name: string, { kind, bytes }: Picture): string => {
      const caching = { 'cache-control': `public, max-age=${ONE_HOUR_SECONDS}, no-transform` };
      const headers = { ...api, ...caching, 'content-security-policy': PICTURE_CSP };
      return `${add(`${name}.${kind}`, bytes, { mediaType: pictureTypes[kind], headers })}?${hashOf(bytes)}`;
    },
    addColours: (css: Buffer<ArrayBuffer>): string => {
      const served = { mediaType: 'text/css; charset=utf-8', headers: { ...page, ...immutable } };
      return add(`colours-${hashOf(css)}.css`, css, served);
    },
    addManifest: (json: Buffer<ArrayBuffer>): string => {
      const served = { mediaType: 'application/manifest+json', headers: { ...page, ...immutable } };
      return add(`app-${hashOf(json)}.webmanifest`, json, served);
    },
  };
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
