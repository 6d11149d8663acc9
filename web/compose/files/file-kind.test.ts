import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

test('a type is put in plain words, and where there is none the ending is', () => {
  const office = 'application/vnd.openxmlformats-officedocument';
  expect(fileKind('a.png', 'image/png')).toBe('image');
  expect(fileKind('a.xlsx', `${office}.spreadsheetml.sheet`)).toBe('table');
  expect(fileKind('a.docx', `${office}.wordprocessingml.document`)).toBe('document');
  expect(fileKind('a.pptx', `${office}.presentationml.presentation`)).toBe('slides');
  expect(fileKind('a.zip', 'application/x-zip-compressed')).toBe('archive');
  expect(fileKind('folder/.env', '')).toBe('text');
  expect(fileKind('backup.tar.ZST', '')).toBe('archive');
  expect(fileKind('LICENSE', '')).toBe('file');
  expect(fileKind('a.constructor', 'application/octet-stream')).toBe('file');
});
