import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres } from '#scripts/testing/start-postgres.ts';
import { bucketSettings, openTestBucket } from '#scripts/testing/test-bucket.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { openDeps } from '#server/open-deps.ts';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { uploaded } from '#server/testing/test-upload.ts';
import { fillFolder } from './fill-folder.ts';

/**
 * How long `sotto admin move` takes from SQLite and a folder to PostgreSQL and a bucket, for BENCH_TEXTS texts of 1 KB
 * and BENCH_FILES files of 100 KB. The object store is s3rver in this process. Needs dist/sotto.
 */
const TEXTS = Number(process.env['BENCH_TEXTS'] ?? 100_000);
const FILES = Number(process.env['BENCH_FILES'] ?? 1000);
const TEXT_BYTES = 1000;
const FILE_BYTES = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'sotto-moving-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const [source, target] = [join(folder, 'source'), join(folder, 'target')];

const expiresAt = Math.floor(Date.now() / 1000) + 86_400;
const nothing = { ended: 0, requests: 0, answers: 0, reports: 0 };
await fillFolder(source, { live: TEXTS, sealedBytes: TEXT_BYTES, expiresAt, ...nothing });
const deps = await openDeps(parseConfig({ SOTTO_DATA_DIR: source }), assetsOnDisk('no-pages'));
for (let file = 0; file < FILES; file++) await uploaded(deps, { bodyBytes: FILE_BYTES });
await deps.store.close();

const postgres = await startPostgres();
await using bucket = await openTestBucket();
const settings = {
  SOTTO_DATA_DIR: target,
  SOTTO_DATABASE_URL: postgres.url,
  SOTTO_SERVER_KEY_FILE: join(folder, 'moved.key'),
  ...bucketSettings(bucket),
};
const settingsFile = join(folder, 'new.env');
writeFileSync(
  settingsFile,
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''),
);

const began = performance.now();
const child = spawn(join(import.meta.dirname, '../dist/sotto'), ['admin', 'move', '--to-settings', settingsFile], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { PATH: process.env['PATH'] ?? '', SOTTO_DATA_DIR: source },
});
const ended = once(child, 'close') as Promise<[number | null]>;
for await (const line of createInterface({ input: child.stdout }))
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`);
const [code] = await ended;
await postgres.stop();
process.exitCode = code ?? 1;
