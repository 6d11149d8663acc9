import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import manifest from '#package.json' with { type: 'json' };

/**
 * Compares the diagram in docs/architecture.md with the imports in the code. A line of the diagram is a place (a
 * folder, or the files in brackets) followed by the places that it imports code from. `import type` draws no arrow;
 * tests, tools and proofs are not in the diagram.
 *
 * `--check` fails if the two differ. Without it, the arrows are rewritten. The lines and their order are written by
 * hand: an arrow to a line further up is drawn as `↑place` and fails the check.
 */
const ROOT = join(import.meta.dirname, '..');
const DOCUMENT = join(ROOT, 'docs/architecture.md');
const [START, END] = ['<!-- diagram -->\n\n```text\n', '```\n\n<!-- /diagram -->'];

interface Place {
  /** Its path from the root. Arrows inside one top-level folder leave that folder out. */
  readonly name: string;
  readonly globs: readonly string[];
  /** The line without its arrows. */
  readonly label: string;
}

/** One import of code: the importing file and the imported file, as paths from the root. */
export type Import = readonly [from: string, to: string];

const LINE = /^(?<label>(?<indent> *)(?<own>[^ (→]+)(?: \((?<files>[^)]+)\))?)(?: *→.*)?$/u;

/** An indented line belongs to the heading above it, which ends in a slash and is no place itself. */
export function parseDiagram(text: string): Place[] {
  let heading = '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { label, indent, own, files } = LINE.exec(line)?.groups ?? {};
      if (label === undefined || own === undefined) throw new Error(`Not a line of the diagram: ${line}`);
      if (indent === '') heading = own.endsWith('/') ? own : '';
      if (own === heading) return { name: own, globs: [], label };
      const name = `${heading}${own}`;
      return { name, globs: files?.split(' ').map((file) => `${heading}${file}`) ?? [name, `${name}/**`], label };
    });
}

/** Longer labels push their arrows to the right. */
const LABEL_CHARACTERS = 22;

/** Draws the arrows of the imports behind each label. @throws Error for a file that no line names */
export function drawDiagram(places: readonly Place[], imports: readonly Import[]): string {
  const placed = imports.map(([from, to]) => ({ from: placeOf(places, from), to: placeOf(places, to) }));
  const lines = places.map((place, at) => {
    const targets = new Set(placed.filter(({ from, to }) => from === place && to !== place).map(({ to }) => to));
    const arrows = places.flatMap((target, targetAt) =>
      targets.has(target) ? [`${targetAt < at ? '↑' : ''}${nameFrom(place, target)}`] : [],
    );
    return arrows.length === 0
      ? place.label
      : `${place.label.padEnd(LABEL_CHARACTERS)} → ${inBraces(arrows).join(' ')}`;
  });
  return `${lines.join('\n')}\n`;
}

/** `server/app server/db` becomes `server/{app,db}`. */
function inBraces(arrows: readonly string[]): string[] {
  const byFolder = Map.groupBy(arrows, (arrow) => (arrow.startsWith('server/') ? 'server/' : arrow));
  return [...byFolder].map(([folder, own]) =>
    own.length === 1 ? own.join('') : `${folder}{${own.map((arrow) => arrow.slice(folder.length)).join(',')}}`,
  );
}

/** The most precise line wins: named files before folders, deep folders before shallow ones. */
function placeOf(places: readonly Place[], file: string): Place {
  const matching = places.filter(({ globs }) => globs.some((glob) => matchesGlob(file, glob)));
  const [place] = matching.sort((one, other) => precision(other) - precision(one));
  if (place === undefined) throw new Error(`No line of the diagram in docs/architecture.md names ${file}.`);
  return place;
}

const precision = ({ name, globs }: Place): number =>
  globs.includes(`${name}/**`) ? name.split('/').length : Number.POSITIVE_INFINITY;

function nameFrom({ name: source }: Place, { name: target }: Place): string {
  const folder = source.slice(0, source.indexOf('/') + 1);
  return folder !== '' && target.startsWith(folder) ? target.slice(folder.length) : target;
}

const STATEMENT =
  /^(?:import|export)\b(?! type\b)(?:[^'";]+?\bfrom)?\s*['"](?<static>[#.][^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[#.][^'"]+)['"]/gmu;

/** Finds static and dynamic imports of code, by alias or by path. Packages are left out. */
export function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(STATEMENT)].map(({ groups }) => {
    const [specifier = ''] = (groups?.['static'] ?? groups?.['dynamic'] ?? '').split('?');
    return [file, specifier.startsWith('#') ? pathOfAlias(specifier) : join(dirname(file), specifier)];
  });
}

function pathOfAlias(specifier: string): string {
  for (const [alias, path] of Object.entries(manifest.imports)) {
    const [prefix = ''] = alias.split('*');
    if (specifier.startsWith(prefix)) return join(path.replace('*', ''), specifier.slice(prefix.length));
  }
  throw new Error(`package.json has no alias for ${specifier}.`);
}

const isOutside = (file: string): boolean =>
  /\.(?:test|config)\.[jt]sx?$|\/testing\/|^(?:bench|e2e|proofs|releases|scripts|crypto\/vectors)\//u.test(file);

function readImports(): Import[] {
  const exclude = (path: string) => /(?:^|\/)(?:node_modules|dist)$/u.test(path);
  return globSync('**/*.{ts,tsx,js}', { cwd: ROOT, exclude })
    .filter((file) => !isOutside(file))
    .flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')))
    .filter(([, to]) => /\.(?:tsx?|js)$/u.test(to));
}

if (import.meta.main) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [start, end] = [document.indexOf(START) + START.length, document.indexOf(END)];
  if (start < START.length || end < start) throw new Error('docs/architecture.md has no diagram between its markers.');
  const drawn = drawDiagram(parseDiagram(document.slice(start, end)), readImports());
  if (drawn.includes('↑')) {
    const upward = drawn.split('\n').filter((line) => line.includes('↑'));
    console.error(`A folder imports from one above it in docs/architecture.md:\n\n${upward.join('\n')}`);
    process.exitCode = 1;
  } else if (drawn === document.slice(start, end)) console.log('The diagram shows the imports as they are.');
  else if (!process.argv.includes('--check')) {
    writeFileSync(DOCUMENT, document.slice(0, start) + drawn + document.slice(end));
  } else {
    console.error(`The diagram in docs/architecture.md should be:\n\n${drawn}`);
    console.error('If these arrows are intended, run: node scripts/architecture-diagram.ts');
    process.exitCode = 1;
  }
}
