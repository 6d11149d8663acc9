/** SPEC.md §1.3: what takes a salt is out of reach. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as entry from './index.ts';

const root = join(import.meta.dirname, '..');
const inner = /\b(sealWith|sealNoteWith)\b/;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));
}

test('the public entry exports just these functions', () => {
  const functions = Object.entries(entry).filter(([, value]) => typeof value === 'function');
  expect(functions.map(([name]) => name).sort()).toEqual([
    ...['CryptoError', 'allowSoftwareAes', 'argon2id', 'beginSealing', 'bodyLengths', 'checkArgon2', 'checkPrimitives'],
    ...['chunkLengths'],
    ...['contentKeys', 'decodeId', 'decryptChunk', 'encodeFragment', 'encodeId', 'encryptChunk', 'equalBytes'],
    ...['fromBase64url', 'idOf', 'isFileName', 'linkKeys', 'makeBody', 'newSecret', 'normalizePassword', 'openNote'],
    ...['openSealed', 'ownerKeys', 'readFragment', 'requestLinkKey', 'seal', 'sealNote', 'toBase64url', 'totalBytes'],
    ...['verifyPreamble'],
  ]);
});

test('sealing with a given salt is named nowhere but beside its twin, in vectors and in tests', () => {
  const product = ['client', 'web', 'server', 'crypto'].flatMap(sources).filter((path) => !path.endsWith('.test.ts'));
  const naming = product.filter((path) => inner.test(readFileSync(join(root, path), 'utf8')));
  expect(naming.filter((path) => !path.startsWith(join('crypto', 'vectors'))).sort()).toEqual([
    join('crypto', 'envelope.ts'),
    join('crypto', 'note.ts'),
  ]);
});

test('nothing that is shipped imports the makers of vectors', () => {
  const product = ['client', 'web', 'server', 'crypto'].flatMap(sources).filter((path) => !path.endsWith('.test.ts'));
  const others = product.filter((path) => !path.startsWith(join('crypto', 'vectors')));
  for (const path of others) expect(readFileSync(join(root, path), 'utf8')).not.toMatch(/from '.*\/vectors\//);
});
