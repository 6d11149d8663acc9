import { createHash } from 'node:crypto';
import type { Branding } from '#server/branding/open-branding.ts';
import { META_CSP } from '#server/http/security-headers.ts';
import { brandPlaces, withSupport } from './brand-places.ts';
import { escapeHtml, fillPlaces, jsonInHtml } from './fill-places.ts';
import { entryFiles } from './manifest.ts';
import type { BuildManifest } from './manifest.ts';
import { BOOT_SCRIPT, brandPage } from './page.ts';
import type { ShellPage } from './page.ts';
import type { PageWords, Shell } from './words.ts';

/** Where the server inserts what the template cannot know. */
const PLACES = ['<!--head-->', '<!--scripts-->', '<!--brand-->', '<!--wordmark-->'];

const FONT_PRELOAD = /<link rel="preload" as="font"[^>]*>\s*/;

/** Headlines in other scripts have a font of the system, see web/styles/tokens.css. */
const hasDisplayFont = (tag: string) => tag !== 'vi' && new Intl.Locale(tag).maximize().script === 'Latn';

export interface ShellParts {
  readonly template: string;
  readonly manifest: BuildManifest;
  readonly basePath: string;
  readonly branding: Branding;
  /** Whether people may create requests. Pages must know it before their first paint. */
  readonly requests: boolean;
  /** Whether calls send credentials. A sign-in may guard the API, so the API itself cannot announce it. */
  readonly behindSignIn: boolean;
  /** Returns the integrity hash of a built file. */
  readonly integrityOf: (file: string) => string;
}

/** @throws Error if the template lacks a place, or has it twice */
export function checkTemplate(template: string): void {
  for (const place of PLACES)
    if (template.split(place).length !== 2) throw new Error(`The page template needs one ${place}.`);
}

/** @param words what the page shows, in its language */
export function renderShell(parts: ShellParts, page: ShellPage, words: PageWords): string {
  const { basePath, branding } = parts;
  const { language, languages, shell, texts, block } = words;
  const shown = branding.shown(language.tag);
  const places = new Map([
    ...Object.entries({
      ...texts,
      lang: language.tag,
      dir: language.dir,
      languages: String(languages),
      BASE_PATH: basePath,
    }).map(([name, text]) => [`%${name}%`, escapeHtml(text)] as const),
    ...brandPlaces(branding, shown, { measured: page === brandPage, integrity }),
  ]);
  const own = (html: string) => fillPlaces(withSupport(html, shown), places);
  const outline = own(shell?.html ?? '');
  places.set('<!--head-->', headLines(parts, page, shell).join('\n    '));
  places.set('<!--scripts-->', scriptLines(parts, page, block).join('\n    '));
  places.set('<!--shell-->', outline);
  return own(hasDisplayFont(language.tag) ? parts.template : parts.template.replace(FONT_PRELOAD, ''));
}

/** The policy precedes everything it governs. */
function headLines(parts: ShellParts, page: ShellPage, shell: Shell | undefined): string[] {
  const { manifest, basePath, requests, behindSignIn } = parts;
  const { script, modules, styles } = entryFiles(manifest, page.entry);
  return [
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(META_CSP)}">`,
    `<meta name="base-path" content="${escapeHtml(basePath)}">`,
    ...(requests ? [] : ['<meta name="requests" content="off">']),
    ...(behindSignIn ? ['<meta name="sign-in" content="on">'] : []),
    ...(page.indexed ? [] : ['<meta name="robots" content="noindex">']),
    ...(shell === undefined ? [] : previewLines(shell)),
    ...styles.map((file) => `<link rel="stylesheet" href=${checked(parts, file)}>`),
    ...[script, ...modules].map((file) => `<link rel="modulepreload" href=${checked(parts, file)}>`),
  ];
}

/**
 * The scripts come last, although the boot script must run before the first paint: after a policy in the HTML, browsers
 * do not look ahead, so a script delays all requests below it. The boot script precedes the page's, whose failure it
 * reports.
 */
function scriptLines(parts: ShellParts, page: ShellPage, block: object): string[] {
  const scriptOf = (entry: string) => checked(parts, entryFiles(parts.manifest, entry).script);
  return [
    `<script type="application/json" id="words">${jsonInHtml(block)}</script>`,
    `<script src=${scriptOf(BOOT_SCRIPT)}></script>`,
    `<script type="module" src=${scriptOf(page.entry)}></script>`,
  ];
}

const checked = ({ basePath, integrityOf }: ShellParts, file: string) =>
  `"${escapeHtml(basePath + file)}" integrity="${integrityOf(file)}" crossorigin`;

/** For messengers and search engines. The texts are the same for every id. */
function previewLines({ title, description }: Shell): string[] {
  return [
    `<meta name="description" content="${escapeHtml(description)}">`,
    `<meta property="og:title" content="${escapeHtml(title)}">`,
    `<meta property="og:description" content="${escapeHtml(description)}">`,
    '<meta property="og:type" content="website">',
    '<meta name="twitter:card" content="summary">',
  ];
}

export function integrity(bytes: Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}
