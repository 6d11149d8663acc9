import { Visitor } from 'rolldown/utils';
import type { ESTree } from 'rolldown/utils';
import type { Plugin } from 'vite';

/**
 * Functions of crypto/ that take randomness from their caller. They exist for test vectors and must not reach a page.
 */
const inner = /^\w+With$/;
const cryptoModule = /^#crypto\/|\/crypto\/[^/]+\.ts$/;

/**
 * Fails the build if a module of a page or of the library imports one, by name or in a namespace. This proves that
 * the shipped code draws fresh randomness for every sealing (SPEC.md).
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
        const names = namesFromCrypto(this.parse(code, { lang: id.endsWith('x') ? 'tsx' : 'ts' }));
        checked += names.length;
        const reached = names.filter((name) => name === '*' || inner.test(name));
        if (reached.length > 0) this.error(`${id} imports ${reached.join(', ')} from crypto/.`);
      },
    },
    generateBundle() {
      const { environment } = this as { environment?: { name: string } };
      if (checked === 0 && (environment === undefined || environment.name === 'compose'))
        this.error('This check found no import of crypto/ at all, so it no longer works.');
    },
  };
}

type Program = ESTree.Program;

/** Names that a module imports from crypto/; `*` for a namespace. */
function namesFromCrypto(program: Program): string[] {
  const names = program.body.flatMap((statement) => {
    if ('importKind' in statement && statement.importKind === 'type') return [];
    if ('exportKind' in statement && statement.exportKind === 'type') return [];
    if (statement.type === 'ImportDeclaration' && isCrypto(statement.source)) {
      return statement.specifiers.map((specifier) =>
        specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '*',
      );
    }
    if (statement.type === 'ExportNamedDeclaration' && statement.source !== null && isCrypto(statement.source)) {
      return statement.specifiers.map((specifier) => nameOf(specifier.local));
    }
    return statement.type === 'ExportAllDeclaration' && isCrypto(statement.source) ? ['*'] : [];
  });
  const laterImports = new Visitor({
    ImportExpression({ source }) {
      if (isCrypto(source)) names.push('*');
    },
  });
  laterImports.visit(program);
  return names;
}

const isCrypto = (source: ESTree.Expression): boolean =>
  source.type === 'Literal' && typeof source.value === 'string' && cryptoModule.test(source.value);

const nameOf = (name: ESTree.ModuleExportName): string => (name.type === 'Literal' ? name.value : name.name);
