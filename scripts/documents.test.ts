import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** What the documents name must exist: a reader has nothing else. */
const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = globSync(['*.md', 'client/*.md', 'crypto/*.md', 'docs/**/*.md'], { cwd: root });
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const folders = 'proofs|e2e|server|client|cli|web|bench|scripts|deploy|crypto|releases|migrations|docs';
const path = new RegExp(`\\b(?:${folders})/[\\w./*-]*\\.\\w+`, 'g');
/** Examples of docs/terminal.md: names that are sent, and a script of somebody else's package. */
const examples = new Set(['docs/a.md', 'docs/sub/b.md', 'deploy']);

const inDocuments = (pattern: RegExp) =>
  documents.flatMap((document) =>
    [...read(document).matchAll(pattern)].map(([whole, ...groups]) => ({ document, whole, groups })),
  );

test('the files that documents name are there', () => {
  const named = inDocuments(path).filter(({ document, whole }) => document !== 'CHANGELOG.md' && !examples.has(whole));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ whole }) => globSync(whole, { cwd: root }).length === 0)).toEqual([]);
});

test('the scripts of npm that documents name are in package.json', () => {
  const named = inDocuments(/\bnpm run ([\w:]+)/g).filter(({ groups: [name = ''] }) => !examples.has(name));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ groups: [name = ''] }) => !(name in scripts))).toEqual([]);
});

test('the links of documents lead to a file and a heading that are there', () => {
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
