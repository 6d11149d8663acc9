import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Noble's AES in software, for the rare page over plain http. It shares its small functions with what every page loads. */
const lateModule = /\/@noble\/ciphers\/(?:aes|_polyval)\.js$/;
const shared = /^\.\/utils\.js$/;

/**
 * Gives modules that load late their own copy of a module that a page has at once. Otherwise the page's one script carries every
 * function of it that only the late ones call. Right only for modules without a state.
 */
export function lateCopies(): Plugin {
  return {
    name: 'late-copies',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: shared },
      handler(source, importer) {
        if (importer === undefined || !lateModule.test(importer)) return undefined;
        return `${join(dirname(importer), source)}?late`;
      },
    },
  };
}
