import type { ESTree } from 'rolldown/utils';
import type { Plugin } from 'vite';

/** Functions of crypto/ that take their randomness from the caller: for vectors, never for a page. */
const inner = /^\w+With$/;
const cryptoModule = /^#crypto\/|\/crypto\/[^/]+\.ts$/;

/**
 * Fails the build when a module of a page imports one, by name or with everything else: proof that what is shipped draws
 * fresh randomness at every sealing (SPEC.md).
 */
export function innerFunctionsStayInside(): Plugin {
  let checked = 0;
  return {
    name: 'inner-functions-stay-inside',
    enforce: 'post',
    apply: 'build',
    transform: {
      filter: { id: { include: /\.tsx?$/, exclude: /node_modules/ } },
      handler(code, id) {
        for (const statement of this.parse(code).body) {
          const names = importedNames(statement);
          if (names === undefined) continue;
          checked += 1;
          const reached = names.filter((name) => name === '*' || inner.test(name));
          if (reached.length > 0) this.error(`${id} imports ${reached.join(', ')} from crypto/.`);
        }
      },
    },
    generateBundle() {
      if (checked === 0 && this.environment.name === 'compose')
        this.error('No import of crypto/ was seen: this check sees nothing.');
    },
  };
}

type Statement = ESTree.Program['body'][number];

function importedNames(statement: Statement): string[] | undefined {
  if (statement.type !== 'ImportDeclaration' && statement.type !== 'ExportAllDeclaration') return undefined;
  if (!cryptoModule.test(statement.source.value)) return undefined;
  if (statement.type === 'ExportAllDeclaration') return ['*'];
  return statement.specifiers.map((specifier) =>
    specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' ? specifier.imported.name : '*',
  );
}
