import { createHash } from 'node:crypto';
import { META_CSP } from '#server/http/security-headers.ts';
import { entryFiles } from './manifest.ts';
import type { BuildManifest } from './manifest.ts';
import { BOOT_SCRIPT } from './page.ts';
import type { ShellPage } from './page.ts';
import type { PageWords } from './words.ts';

/** The server inserts its lines here. */
const HEAD_PLACE = '<!--head-->';
const SCRIPTS_PLACE = '<!--scripts-->';
/** The page before its script runs, as the build rendered it. */
const SHELL_PLACE = '<!--shell-->';

export interface ShellParts {
  readonly template: string;
  readonly manifest: BuildManifest;
  readonly basePath: string;
  /** What the page shows, in its language. */
  readonly words: PageWords;
  /** Whether people may create requests. Pages must know it before their first paint. */
  readonly requests: boolean;
  /** Whether calls send credentials. A sign-in may guard the API, so the API itself cannot announce it. */
  readonly behindSignIn: boolean;
  /** Returns the bytes of a built file, for its integrity hash. */
  readonly read: (file: string) => Uint8Array;
}

/**
 * The policy precedes everything it governs. The scripts come last, although the boot script must run before the first
 * paint: after a policy in the HTML, browsers do not look ahead, so a script delays all requests below it. The boot
 * script precedes the page's, whose failure it reports.
 */
export function renderShell(parts: ShellParts, page: ShellPage): string {
  const { template, manifest, basePath, requests, behindSignIn, read, words } = parts;
  for (const place of [HEAD_PLACE, SCRIPTS_PLACE])
    if (template.split(place).length !== 2) throw new Error(`The page template needs one ${place}.`);
  const { shell } = words;
  const boot = entryFiles(manifest, BOOT_SCRIPT);
  const { script, modules, styles } = entryFiles(manifest, page.entry);
  const checked = (file: string) => `"${escapeHtml(basePath + file)}" integrity="${integrity(read(file))}" crossorigin`;
  const lines = [
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(META_CSP)}">`,
    `<meta name="base-path" content="${escapeHtml(basePath)}">`,
    ...(requests ? [] : ['<meta name="requests" content="off">']),
    ...(behindSignIn ? ['<meta name="sign-in" content="on">'] : []),
    ...(page.indexed ? [] : ['<meta name="robots" content="noindex">']),
    ...(shell === undefined ? [] : previewLines(shell)),
    ...styles.map((file) => `<link rel="stylesheet" href=${checked(file)}>`),
    ...[script, ...modules].map((file) => `<link rel="modulepreload" href=${checked(file)}>`),
  ];
  const scripts = [
    `<script type="application/json" id="words">${jsonInHtml(words.block)}</script>`,
    `<script src=${checked(boot.script)}></script>`,
    `<script type="module" src=${checked(script)}></script>`,
  ];
  return template
    .replace(HEAD_PLACE, () => lines.join('\n    '))
    .replace(SCRIPTS_PLACE, () => scripts.join('\n    '))
    .replace(SHELL_PLACE, () => shell?.html ?? '')
    .replace(/%([a-z]\w*)%/g, (place, name: string) => escapeHtml(words.texts.get(name) ?? place))
    .replaceAll('%BASE_PATH%', () => escapeHtml(basePath));
}

/** JSON that cannot end the element it stands in, whatever its texts say. */
const jsonInHtml = (value: object) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** For messengers and search engines. The texts are the same for every id. */
function previewLines({ title, description }: { title: string; description: string }): string[] {
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

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
