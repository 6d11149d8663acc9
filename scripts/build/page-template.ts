import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { locale } from '#messages/locale.ts';
import { shell } from '#messages/shell.ts';
import { oldestBrowsers } from './oldest-browsers.ts';

const TEMPLATE = 'web/index.html';
/** Placeholders that the server fills from its settings. */
const serverPlaceholders = new Set(['BASE_PATH', 'BRAND_NAME', 'SUPPORT_CONTACT']);
const DISPLAY_FONT = /instrument-serif-common.*\.woff2$/;

/**
 * Emits the template from which the server makes the HTML of each page. Fills in the texts and the display font's
 * name.
 */
export function pageTemplate(): Plugin {
  return {
    name: 'page-template',
    apply: 'build',
    applyToEnvironment: ({ name }) => name !== 'boot' && name !== 'saveWorker',
    async generateBundle(_options, bundle) {
      const font = Object.keys(bundle).find((name) => DISPLAY_FONT.test(name));
      if (font === undefined) this.error('The build lacks the display font.');
      const source = fillTexts(await readFile(TEMPLATE, 'utf8'), { displayFont: font });
      this.emitFile({ type: 'asset', fileName: 'index.html', source });
    },
  };
}

/** Fills in all placeholders that do not depend on the server's settings. @throws Error for an unknown placeholder */
export function fillTexts(html: string, more: Readonly<Record<string, string>> = {}): string {
  const unsupportedNext = shell.unsupportedNext(oldestBrowsers);
  const places: Record<string, string> = { ...locale, ...shell, unsupportedNext, ...more };
  return html.replace(/%(\w+)%/g, (place, name: string) => {
    if (serverPlaceholders.has(name)) return place;
    const text = places[name];
    if (text === undefined) throw new Error(`A page contains ${place}, which has no value.`);
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  });
}
