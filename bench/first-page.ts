import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { chromiumFlags } from '#scripts/testing/chromium-flags.ts';
import { findBrowser } from '#scripts/testing/find-browser.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { median, percent, printTable } from './table.ts';

/**
 * Compares how soon a page is ready in two builds, in turns: `node bench/first-page.ts OTHER_CHECKOUT`. Both checkouts
 * must be built.
 */
const RUNS = 9;
/** A slow mobile line: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. */
const slowLine = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const fastLine = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

/** Each page, and what is there once people can use it. */
const pages = [
  { name: 'compose', path: '/', ready: 'textarea' },
  { name: 'receive, after a link that is over', path: `/s/${'A'.repeat(22)}#${'A'.repeat(43)}`, ready: 'h1' },
];

async function serve(checkout: string) {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-bench-page-'));
  const settings = { SOTTO_DATA_DIR: dataDir, SOTTO_PORT: String(port), SOTTO_LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [join(checkout, 'sotto.js'), 'serve'], {
    env: { PATH: process.env['PATH'], SOTTO_PAGES_PER_MINUTE: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('Listening on ')) break;
  child.stdout.resume();
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'close');
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: `http://localhost:${port}`, stop };
}

/** @returns milliseconds from the start of the navigation, with an empty cache */
async function readyAfter(browser: Browser, line: typeof slowLine, { url, ready }: { url: string; ready: string }) {
  const page = await browser.newPage({ locale: 'en-GB' });
  try {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', line);
    // The shell has headlines too. Once the page runs, its element is gone.
    const appears = page.waitForFunction(
      (selector) => {
        const isThere = document.querySelector('.shell') === null && document.querySelector(selector) !== null;
        return isThere && performance.now();
      },
      ready,
      { polling: 'raf' },
    );
    await page.goto(url, { waitUntil: 'commit' });
    return Number(await (await appears).jsonValue());
  } finally {
    await page.close();
  }
}

const [other] = process.argv.slice(2);
if (other === undefined) throw new Error('Give the folder of another checkout, which is built.');
const servers = await Promise.all([serve(other), serve(join(import.meta.dirname, '..'))]);
const browser = await chromium.launch({ executablePath: await findBrowser(), args: [...chromiumFlags] });
try {
  for (const [title, line] of [
    ['Slow line, milliseconds until the page is ready (medians of 9)', slowLine],
    ['Fast line', fastLine],
  ] as const) {
    const rows = [];
    for (const { name, path, ready } of pages) {
      const times: number[][] = [[], []];
      for (let run = 0; run < RUNS; run++)
        for (const [i, { url }] of servers.entries())
          times[i]?.push(await readyAfter(browser, line, { url: url + path, ready }));
      const [before = NaN, now = NaN] = times.map(median);
      rows.push([name, before.toFixed(0), now.toFixed(0), percent(now / before)]);
    }
    printTable(title, [['page', 'other checkout', 'this one', 'ratio'], ...rows]);
  }
} finally {
  await browser.close();
  await Promise.all(servers.map(({ stop }) => stop()));
}
