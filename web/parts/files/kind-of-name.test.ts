import { expect, test } from 'vitest';
import { kindOfName } from './kind-of-name.ts';

test.each([
  ['holiday.JPG', 'picture'],
  ['invoice.pdf.exe', 'program'],
  ['.env', 'text'],
  ['folder/.env', 'text'],
  ['backup.tar.ZST', 'archive'],
  ['folder.zip/readme', 'other'],
  ['drawing.svg', 'drawing'],
  ['page.html ', 'page'],
  ['server.pem', 'keys'],
  ['server.key', 'keys'],
  ['signing.ASC', 'keys'],
  ['id_ed25519.pub', 'keys'],
  ['login.ppk', 'keys'],
  ['store.jks', 'keys'],
  ['release.keystore', 'keys'],
  ['passwords.kdbx', 'keys'],
  ['talk.key.pptx', 'slides'],
  ['noending', 'other'],
  ['constructor', 'other'],
  ['a.__proto__', 'other'],
])('%s counts as: %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});
