import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { installDebianPackage } from './install-debian-package.ts';
import { run } from './processes.ts';

/** Debian's headless build of Chromium. It opens a page in a third of the time. */
const SHELL = 'chromium-headless-shell';
const programs = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Excludes stubs that only print how to install a browser: their `--version` fails. */
const works = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;

/** Paths from PATH, because Playwright needs an absolute path. */
const places = (program: string): string[] =>
  (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));

const installed = (): string | undefined =>
  [...programs.flatMap(places), chromium.executablePath()].filter((path) => existsSync(path)).find(works);

/** @returns the path of a working Chromium. @throws Error if none is installed and none can be installed */
export async function findBrowser(): Promise<string> {
  const given = process.env['CHROMIUM'];
  if (given) {
    if (works(given)) return given;
    throw new Error(`CHROMIUM=${given} does not run`);
  }
  const found = installed();
  if (found) return found;
  for (const name of [SHELL, 'chromium']) {
    if (!(await installDebianPackage(name))) continue;
    const packaged = installed();
    if (packaged) return packaged;
  }
  console.log('Downloading Playwright’s Chromium');
  const cli = join(import.meta.dirname, '../../node_modules/.bin/playwright');
  await run([cli, 'install', 'chromium'], { limitSeconds: 300 });
  const downloaded = installed();
  if (downloaded) return downloaded;
  throw new Error('Chromium was not found. Install it, or set CHROMIUM to its path');
}
