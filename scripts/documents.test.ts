import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** A file, script or heading that a document names must exist. */
const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = globSync(['*.md', 'client/*.md', 'crypto/*.md', 'docs/**/*.md', 'words/*.md'], { cwd: root });
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const folders = 'proofs|e2e|server|client|cli|web|bench|scripts|deploy|crypto|releases|migrations|docs|words';
const path = new RegExp(`(?<![\\w/-])(?:${folders})/[\\w./*-]*\\.\\w+`, 'g');
/** Names in examples: files that somebody sends, a script of another package, a migration to be written. */
const examples = new Set(['docs/a.md', 'docs/sub/b.md', 'deploy', 'migrations/0015-name.ts']);

const inDocuments = (pattern: RegExp) =>
  documents.flatMap((document) =>
    [...read(document).matchAll(pattern)].map(([whole, ...groups]) => ({ document, whole, groups })),
  );

test('every file that a document names exists', () => {
  const named = inDocuments(path).filter(({ document, whole }) => document !== 'CHANGELOG.md' && !examples.has(whole));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ whole }) => globSync(whole, { cwd: root }).length === 0)).toEqual([]);
});

test('every npm script that a document names is in package.json', () => {
  const named = inDocuments(/\bnpm run ([\w:]+)/g).filter(({ groups: [name = ''] }) => !examples.has(name));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ groups: [name = ''] }) => !(name in scripts))).toEqual([]);
});

test('every link in a document leads to an existing file and heading', () => {
  const links = inDocuments(/\]\(([^)\s#]*)(?:#([^)\s]*))?\)/g).filter(
    ({ groups: [to = ''] }) => !/^(?:https?|mailto):/.test(to),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ document, groups: [to = '', heading] }) => !leads(document, to, heading))).toEqual([]);
});

function leads(document: string, to: string, heading: string | undefined): boolean {
  const target = to === '' ? document : join(dirname(document), to);
  return existsSync(join(root, target)) && (heading === undefined || headingsOf(target).includes(heading));
}

/** As GitHub names them. */
const headingsOf = (document: string): string[] =>
  [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
