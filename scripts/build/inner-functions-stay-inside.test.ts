import { build } from 'vite';
import { expect, test } from 'vitest';
import { innerFunctionsStayInside } from './inner-functions-stay-inside.ts';

/** Builds a page with this single module, in memory. */
async function buildPage(source: string): Promise<void> {
  const id = 'web/page.ts';
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        resolveId: (wanted) => (wanted === id ? `/${id}` : { id: wanted, external: true }),
        load: (wanted) => (wanted === `/${id}` ? source : undefined),
      },
      innerFunctionsStayInside(),
    ],
    build: { write: false, rolldownOptions: { input: id } },
  });
}

test.each([
  ['by name', `import { sealWith } from '#crypto/envelope.ts'; sealWith();`],
  ['by another name', `import { sealWith as seal } from '#crypto/envelope.ts'; seal();`],
  ['by a path', `import { sealNoteWith } from '../crypto/note.ts'; sealNoteWith();`],
  ['in a namespace', `import * as envelope from '#crypto/envelope.ts'; console.log(envelope);`],
  ['by re-exporting everything', `export * from '#crypto/envelope.ts';`],
  ['by re-exporting it', `export { sealWith } from '#crypto/envelope.ts';`],
  ['lazily', `const { sealWith } = await import('#crypto/envelope.ts'); sealWith();`],
])('the build refuses a page that imports a function taking randomness, %s', async (_how, source) => {
  await expect(buildPage(source)).rejects.toThrow('from crypto/');
});

test('a page that seals with the public function builds', async () => {
  await expect(buildPage(`import { seal } from '#crypto/envelope.ts'; seal();`)).resolves.toBeUndefined();
});
