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

test('what a page loads is its script, all that this imports, and the workers, each once; not what may come later', () => {
  expect(loadedScripts(manifest, ['boot', 'page']).sort()).toEqual([
    'boot.js',
    'deep.js',
    'page.js',
    'shared.js',
    'worker.js',
  ]);
});

test('an entry that is not in the build is an error, not nothing', () => {
  expect(() => loadedScripts(manifest, ['gone'])).toThrow('gone');
});
