import { build } from 'vite';
import { expect, test } from 'vitest';
import { lateCopies } from './late-copies.ts';

/** Builds a page in memory that imports one noble function statically and software AES lazily. @returns its scripts */
async function buildPage(): Promise<{ readonly atOnce: string; readonly late: string }> {
  const id = 'web/page.ts';
  const source = `import { clean } from '@noble/ciphers/utils.js'; clean(); void import('@noble/ciphers/aes.js').then(console.log);`;
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        resolveId: (wanted) => (wanted === id ? `${import.meta.dirname}/${id}` : undefined),
        load: (wanted) => (wanted === `${import.meta.dirname}/${id}` ? source : undefined),
      },
      lateCopies(),
    ],
    build: { write: false, minify: false, modulePreload: false, rolldownOptions: { input: id } },
  });
  const { output } = [built].flat().find((one) => 'output' in one) ?? { output: [] };
  const scripts = output.flatMap((one) => (one.type === 'chunk' ? [one] : []));
  const codeOf = (entry: boolean) => scripts.flatMap((one) => (one.isEntry === entry ? [one.code] : [])).join('\n');
  return { atOnce: codeOf(true), late: codeOf(false) };
}

test('functions that only software AES calls are not in the first script of a page', async () => {
  const { atOnce, late } = await buildPage();
  expect(atOnce).toContain('function clean(');
  expect(atOnce).not.toContain('function u64Lengths(');
  expect(late).toContain('function u64Lengths(');
});
