import { createHash } from 'node:crypto';
import { META_CSP } from '#server/http/security-headers.ts';
import { entryFiles } from './manifest.ts';
import type { BuildManifest } from './manifest.ts';
import { BOOT_SCRIPT } from './page.ts';
import type { ShellPage } from './page.ts';

/** The server inserts its lines here. */
const HEAD_PLACE = '<!--head-->';

export interface ShellParts {
  readonly template: string;
  readonly manifest: BuildManifest;
  readonly basePath: string;
  /** Whether people may create requests. Pages must know it before their first paint. */
  readonly requests: boolean;
  /** Whether calls send credentials. A sign-in may guard the API, so the API itself cannot announce it. */
  readonly behindSignIn: boolean;
  /** Returns the bytes of a built file, for its integrity hash. */
  readonly read: (file: string) => Uint8Array;
}

/** The policy precedes everything it governs, and the boot script precedes the first paint. */
export function renderShell(parts: ShellParts, page: ShellPage): string {
  const { template, manifest, basePath, requests, behindSignIn, read } = parts;
  if (template.split(HEAD_PLACE).length !== 2) throw new Error(`The page template needs one ${HEAD_PLACE}.`);
  const boot = entryFiles(manifest, BOOT_SCRIPT);
  const { script, modules, styles } = entryFiles(manifest, page.entry);
  const checked = (file: string) => `"${escapeHtml(basePath + file)}" integrity="${integrity(read(file))}" crossorigin`;
  const lines = [
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(META_CSP)}">`,
    `<meta name="base-path" content="${escapeHtml(basePath)}">`,
    ...(requests ? [] : ['<meta name="requests" content="off">']),
    ...(behindSignIn ? ['<meta name="sign-in" content="on">'] : []),
    ...(page.indexed ? [] : ['<meta name="robots" content="noindex">']),
    `<script src=${checked(boot.script)}></script>`,
    ...styles.map((file) => `<link rel="stylesheet" href=${checked(file)}>`),
    ...modules.map((file) => `<link rel="modulepreload" href=${checked(file)}>`),
    `<script type="module" src=${checked(script)}></script>`,
  ];
  return template.replace(HEAD_PLACE, () => lines.join('\n    ')).replaceAll('%BASE_PATH%', () => escapeHtml(basePath));
}

export function integrity(bytes: Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
