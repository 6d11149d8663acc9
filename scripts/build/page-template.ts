import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { locale } from '#messages/locale.ts';
import { shell } from '#messages/shell.ts';

const TEMPLATE = 'web/index.html';
/** Places that the server fills, with what its settings say. */
const ofTheServer = new Set(['BASE_PATH', 'SUPPORT_CONTACT']);
const DISPLAY_FONT = /instrument-serif-latin-400-normal.*\.woff2$/;

/** Emits the template that the server turns into one shell a page: texts and the display font's name put in. */
export function pageTemplate(): Plugin {
  return {
    name: 'page-template',
    apply: 'build',
    applyToEnvironment: ({ name }) => name !== 'boot' && name !== 'saveWorker',
    async generateBundle(_options, bundle) {
      const font = Object.keys(bundle).find((name) => DISPLAY_FONT.test(name));
      if (font === undefined) this.error('The display font is not in the build.');
      const places: Record<string, string> = { ...locale, ...shell, displayFont: font };
      const template = await readFile(TEMPLATE, 'utf8');
      const source = template.replace(/%(\w+)%/g, (place, name: string) => {
        if (ofTheServer.has(name)) return place;
        const text = places[name];
        if (text === undefined) this.error(`${TEMPLATE} wants ${place}, which nothing gives.`);
        return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      });
      this.emitFile({ type: 'asset', fileName: 'index.html', source });
    },
  };
}
