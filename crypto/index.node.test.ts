/** SPEC.md §1.3: functions that accept a salt are not public. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as entry from './index.ts';
import * as requests from './requests.ts';

const root = join(import.meta.dirname, '..');
/** The functions that accept randomness: a salt, or the coins of an encapsulation. */
const inner =
  /\b(sealWith|sealBoxWith|sealNoteWith|sealPeopleWith|sealReceiptWith|sealRequestWith|sealAnswerKeyWith|encapsulateWith|suiteWith)\b/;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));
}

/** Every specifier that a file of crypto/ imports as a value, directly or indirectly. */
function loadedBy(file: string, seen = new Set<string>()): string[] {
  const source = readFileSync(join(root, 'crypto', file), 'utf8');
  for (const [, from = ''] of source.matchAll(/^(?:import|export) (?!type)[^;]*? from '([^']+)';/gm)) {
    if (seen.has(from)) continue;
    seen.add(from);
    if (from.startsWith('./')) loadedBy(from.slice(2), seen);
  }
  return [...seen];
}

test('the public entry exports exactly these functions', () => {
  const functions = Object.entries(entry).filter(([, value]) => typeof value === 'function');
  expect(functions.map(([name]) => name).sort()).toEqual([
    ...['CryptoError', 'allowSoftwareAes', 'argon2id', 'beginSealing', 'bodyLengths', 'checkArgon2', 'checkPrimitives'],
    ...['chunkLengths'],
    ...['contentKeys', 'decodeId', 'decryptChunk', 'encodeFragment', 'encodeId', 'encryptChunk', 'equalBytes'],
    ...['fromBase64url', 'hasGate', 'idOf', 'isFileName', 'linkKeys', 'makeBody', 'newSecret', 'normalizePassword'],
    ...[
      'openNote',
      'openPeople',
      'openReceipt',
      'openSealed',
      'ownerKeys',
      'readFragment',
      'requestLinkKey',
      'seal',
      'sealNote',
    ],
    ...['sealPeople', 'toBase64url', 'totalBytes'],
    ...['verifyPreamble'],
  ]);
});

test('the entry for requests exports exactly these functions', () => {
  expect(Object.keys(requests).sort()).toEqual([
    ...['openAnswerKey', 'openOwnRequest', 'openRequest', 'sealAnswerKey', 'sealRequest'],
  ]);
});

test('HPKE and X-Wing are loaded by the entry for requests, and not by index.ts', () => {
  const requestsLoads = loadedBy('requests.ts');
  expect(requestsLoads).toContain('hpke');
  expect(requestsLoads).toContain('@noble/post-quantum/hybrid.js');
  const indexLoads = loadedBy('index.ts');
  expect(indexLoads.filter((from) => /^hpke|^@hpke|post-quantum/.test(from))).toEqual([]);
  expect(indexLoads).toContain('./stream.ts');
});

test('functions that accept a salt or coins are used only by files that seal, by vectors and by tests', () => {
  const product = ['client', 'web', 'server', 'crypto'].flatMap(sources).filter((path) => !path.endsWith('.test.ts'));
  const naming = product.filter((path) => inner.test(readFileSync(join(root, path), 'utf8')));
  expect(naming.filter((path) => !path.startsWith(join('crypto', 'vectors'))).sort()).toEqual([
    ...[
      'answer-suite.ts',
      'answer.ts',
      'envelope.ts',
      'note.ts',
      'own-request.ts',
      'owner-box.ts',
      'people.ts',
      'receipt.ts',
      'x-wing.ts',
    ].map((name) => join('crypto', name)),
  ]);
});

test('no shipped file imports the makers of vectors', () => {
  const product = ['client', 'web', 'server', 'crypto'].flatMap(sources).filter((path) => !path.endsWith('.test.ts'));
  const others = product.filter((path) => !path.startsWith(join('crypto', 'vectors')));
  for (const path of others) expect(readFileSync(join(root, path), 'utf8')).not.toMatch(/from '.*\/vectors\//);
});
