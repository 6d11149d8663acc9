import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { className } from './class-name.ts';

const root = join(import.meta.dirname, '../..');

test('a class has another name in each file, wherever the project lies', () => {
  const files = globSync('web/**/*.module.css', { cwd: root });
  const names = files.map((file) => className('sheet', join(root, file)));
  expect(new Set(names).size).toBe(files.length);
  expect(names[0]).toMatch(/^_sheet_[\w-]{3}$/);
});
