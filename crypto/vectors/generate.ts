/** Writes own/; with `--check`, fails if a file differs, is missing or is superfluous. `npm run vectors` */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeAll } from './make-all.ts';

const folder = join(import.meta.dirname, 'own');
const made = await makeAll();
mkdirSync(folder, { recursive: true });
const present = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.json'));
const names = new Set(present);

const leftOver = present.filter((path) => !made.has(path));
const different = [...made].filter(
  ([path, text]) => !names.has(path) || readFileSync(join(folder, path), 'utf8') !== text,
);

const stale = [...leftOver, ...different.map(([path]) => path)];
if (process.argv.includes('--check')) {
  if (stale.length > 0) throw new Error(`Not as made: ${stale.join(', ')}`);
} else {
  for (const path of leftOver) rmSync(join(folder, path));
  for (const [path, text] of different) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
process.stdout.write(`${made.size} vectors, ${stale.length} changed\n`);
