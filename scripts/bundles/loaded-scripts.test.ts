import { expect, test } from 'vitest';
import { loadedScripts, parseManifest } from './loaded-scripts.ts';

const manifest = parseManifest(
  JSON.stringify({
    boot: { file: 'boot.js', isEntry: true },
    page: { file: 'page.js', isEntry: true, imports: ['shared'], dynamicImports: ['later'], css: ['page.css'] },
    shared: { file: 'shared.js', imports: ['deep'], assets: ['worker.js', 'font.woff2'] },
    deep: { file: 'deep.js', imports: ['shared'] },
    later: { file: 'later.js' },
  }),
);

test('a page loads its script with all static imports, each once, and its workers later', () => {
  expect(loadedScripts(manifest, ['boot', 'page'])).toEqual({
    atOnce: ['boot.js', 'page.js', 'shared.js', 'deep.js'],
    workers: ['worker.js'],
  });
});

test('an entry missing from the build is an error', () => {
  expect(() => loadedScripts(manifest, ['gone'])).toThrow('gone');
});
