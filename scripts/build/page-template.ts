import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const TEMPLATE = 'web/index.html';
const DISPLAY_FONT = /instrument-serif-common.*\.woff2$/;

/**
 * Emits the template from which the server makes the HTML of each page. Fills in the display font's name. The server
 * fills in its settings and the words.
 */
export function pageTemplate(): Plugin {
  return {
    name: 'page-template',
    apply: 'build',
    applyToEnvironment: ({ name }) => name !== 'boot' && name !== 'saveWorker',
    async generateBundle(_options, bundle) {
      const font = Object.keys(bundle).find((name) => DISPLAY_FONT.test(name));
      if (font === undefined) this.error('The build lacks the display font.');
      const template = await readFile(TEMPLATE, 'utf8');
      const source = template.replace('%displayFont%', font);
      this.emitFile({ type: 'asset', fileName: 'index.html', source });
    },
  };
}
