import { build } from 'vite';
import type { Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { smallPreload } from './small-preload.ts';

const sources: Readonly<Record<string, string>> = {
  'page.js': `import('later.js');`,
  'later.js': `import 'later.css'; document.title = 'later';`,
  'later.css': `p { color: red; }`,
};

/** Builds a page with a lazy module, in memory. @returns its first script */
async function buildPage(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    base: './',
    plugins: [
      {
        name: 'sources',
        enforce: 'pre',
        resolveId: (id) => (id in sources ? `/${id}` : undefined),
        load: (id) => sources[id.slice(1)],
      },
      smallPreload(),
    ],
    build: { write: false, minify: false, modulePreload: false, rolldownOptions: { input: 'page.js' } },
  })) as Rolldown.RolldownOutput;
  const entry = result.output.find((output) => output.type === 'chunk' && output.isEntry);
  return entry?.type === 'chunk' ? entry.code : '';
}

test('a lazy module loads with its script and its styles, through the small helper instead of the large one', async () => {
  const code = await buildPage();
  expect(code).toContain("link.rel = 'stylesheet'".replaceAll("'", '"'));
  expect(code).toMatch(/later-[\w-]+\.css/);
  // The helper finds the script's name in the source of the function that imports it.
  expect(code).toMatch(/__vitePreload\(\(\) => import\("\.\/later-[\w-]+\.js"\)/);
  expect(code).not.toMatch(/modulepreload|vite:preloadError/);
});
