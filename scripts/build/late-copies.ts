import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Noble's software AES, for the rare page over plain HTTP. It shares small functions with code that every page loads.
 */
const lateModule = /\/@noble\/ciphers\/(?:aes|_polyval)\.js$/;
const shared = /^\.\/utils\.js$/;

/**
 * Gives lazy modules their own copy of a module that the page also imports statically. Otherwise the page's first
 * script would contain functions that only lazy modules call. Valid only for stateless modules.
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
