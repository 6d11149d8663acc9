import { parseAst } from 'rolldown/parseAst';
import { Visitor } from 'rolldown/utils';
import type { ESTree } from 'rolldown/utils';

/**
 * Features that some browser of `oldest-browsers.ts` lacks, from MDN's compatibility data (8.1, builtins of JavaScript and the
 * DOM features that are easily taken for old). Left out are names that our own code has for other things, such as
 * `take`, and what libraries use only after looking for it: `Uint8Array.fromHex`, `Error.captureStackTrace`,
 * `trustedTypes`, `ClipboardItem`.
 */
const prototypeMembers = new Set(
  [
    'isWellFormed toWellFormed toReversed toSorted toSpliced with transferToFixedLength setFloat16 getFloat16',
    'getOrInsert getOrInsertComputed isDisjointFrom isSubsetOf isSupersetOf symmetricDifference intersection union',
    'setFromBase64 setFromHex toBase64 checkVisibility requestClose showPopover hidePopover togglePopover moveBefore',
    'setHTMLUnsafe getHTML startViewTransition caretPositionFromPoint unicodeSets',
  ].flatMap((names) => names.split(' ')),
);

const staticMembers = new Set(
  [
    'AbortSignal.any Array.fromAsync Error.isError Iterator.from Iterator.concat Iterator.zip JSON.rawJSON Map.groupBy',
    'Math.f16round Math.sumPrecise Object.groupBy Promise.try Promise.withResolvers RegExp.escape Symbol.asyncDispose',
    'Symbol.dispose URL.canParse URL.parse Uint8Array.fromBase64 CSS.highlights Intl.DurationFormat Intl.Segmenter',
  ].flatMap((names) => names.split(' ')),
);

const globals = new Set(
  ['AsyncDisposableStack CloseWatcher DisposableStack Float16Array Highlight Iterator Observable SuppressedError']
    .concat('Temporal requestIdleCallback')
    .flatMap((names) => names.split(' ')),
);

/** Lookbehind, modifiers of a group, and one name for several groups. Flag `v` is judged separately. */
const newerPattern = /\(\?<[=!]|\(\?[ims-]+:|\(\?<(\w+)>.*\(\?<\1>/;

/** @returns the newer features that a built script uses, each once */
export function newerFeatures(code: string): string[] {
  const found = new Set<string>();
  const visitor = new Visitor({
    MemberExpression({ object, property, computed }) {
      const name = nameOf(property, computed);
      if (name === undefined) return;
      if (prototypeMembers.has(name)) found.add(`.${name}`);
      const owner =
        object.type === 'MemberExpression' ? nameOf(object.property, object.computed) : nameOf(object, false);
      if (owner !== undefined && staticMembers.has(`${owner}.${name}`)) found.add(`${owner}.${name}`);
    },
    Identifier({ name }) {
      if (globals.has(name)) found.add(name);
    },
    Literal(literal) {
      if (!('regex' in literal)) return;
      const { pattern, flags } = literal.regex;
      if (newerPattern.test(pattern) || flags.includes('v')) found.add(`/${pattern}/${flags}`);
    },
    VariableDeclaration({ kind }) {
      if (kind.endsWith('using')) found.add(kind);
    },
  });
  visitor.visit(parseAst(code, { lang: 'js', sourceType: 'module' }));
  return [...found];
}

function nameOf(node: ESTree.Node, computed: boolean): string | undefined {
  if (node.type === 'Identifier') return computed ? undefined : node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
