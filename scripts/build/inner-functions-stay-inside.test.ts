import { build } from 'vite';
import { expect, test } from 'vitest';
import { innerFunctionsStayInside } from './inner-functions-stay-inside.ts';

/** Builds a page of this one module, in memory. */
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
  ['with everything else', `import * as envelope from '#crypto/envelope.ts'; console.log(envelope);`],
  ['by passing everything on', `export * from '#crypto/envelope.ts';`],
  ['by passing it on', `export { sealWith } from '#crypto/envelope.ts';`],
  ['later', `const { sealWith } = await import('#crypto/envelope.ts'); sealWith();`],
])('a page that reaches a function taking randomness, %s, is not built', async (_how, source) => {
  await expect(buildPage(source)).rejects.toThrow('from crypto/');
});

test('a page that seals by the public function is built', async () => {
  await expect(buildPage(`import { seal } from '#crypto/envelope.ts'; seal();`)).resolves.toBeUndefined();
});
