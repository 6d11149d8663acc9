import { readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatedBytes, sha256OfFile, sha256OfGenerated } from './rig/generated-bytes.ts';
import { startChromium, startFirefox } from './rig/mortal-browser.ts';
import type { MortalBrowser } from './rig/mortal-browser.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { bySize } from './rig/proof-size.ts';
import { sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const file = generatedBytes('files-quit', bySize({ ci: 60_000_000, full: 200_000_000 }));
const NAME = 'generated.bin';
const RUNS = bySize({ ci: 1, full: 8 });

let store: TestStore;
let server: RunningServer;
let link: string;

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer(store);
  link = (await sendFile(server.api, { file, name: NAME, maxViews: 0 })).link;
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

const press = (name: string) => `new Promise((resolve) => {
  const look = () => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim().startsWith(${JSON.stringify(name)}));
    if (button) resolve(button.click());
    else setTimeout(look, 20);
  };
  look();
})`;

/** Resolves to the fraction that the page has read, once it is more than nothing and less than all. */
const PARTLY_READ = `new Promise((resolve) => {
  const look = () => {
    const bar = document.querySelector('progress');
    if (bar && bar.value > 0) resolve(bar.value / bar.max);
    else setTimeout(look, 2);
  };
  look();
})`;

const moments = {
  'while the page reads the file': async (browser: MortalBrowser) => {
    expect(await browser.evaluate(PARTLY_READ)).toBeLessThan(1);
  },
  'as soon as the browser writes a file': async (browser: MortalBrowser) => {
    const written = Promise.withResolvers<undefined>();
    const watcher = watch(browser.downloads, () => written.resolve(undefined));
    if (readdirSync(browser.downloads).length === 0) await written.promise;
    watcher.close();
  },
};

const deaths = {
  'loses the processes of its pages': async (browser: MortalBrowser) => {
    await browser.killPages();
    await settled(browser.downloads);
    await browser.quit();
  },
  quits: (browser: MortalBrowser) => browser.quit(),
};

const sizes = (folder: string) => readdirSync(folder).map((name) => [name, sizeOf(join(folder, name))] as const);

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Resolves when the browser has not touched the folder for a second. */
async function settled(folder: string): Promise<void> {
  let before = '';
  await expect
    .poll(
      () => {
        const now = JSON.stringify(sizes(folder));
        const same = now === before;
        before = now;
        return same;
      },
      { interval: 1000, timeout: 60_000 },
    )
    .toBe(true);
}

const browsers = { Chromium: () => startChromium, Firefox: firefox };

function firefox() {
  const program = process.env['TEST_FIREFOX_ESR'];
  return program === undefined ? undefined : startFirefox(program);
}

async function openAndSave(start: NonNullable<ReturnType<typeof firefox>>): Promise<MortalBrowser> {
  const browser = await start(link);
  await browser.evaluate(press('Break the seal'));
  await browser.evaluate(press('Save'));
  return browser;
}

for (const [name, find] of Object.entries(browsers)) {
  test(`${name} saves the whole file when nothing interrupts it`, async ({ annotate }) => {
    const start = find();
    if (start === undefined) return notProved(annotate, `whether ${name} saves files: it is not installed`);
    const browser = await openAndSave(start);
    const path = join(browser.downloads, NAME);
    await expect.poll(() => sizeOf(path), { timeout: 300_000 }).toBe(file.size);
    expect(await sha256OfFile(path)).toBe(await sha256OfGenerated(file));
    await browser.quit();
    browser.remove();
  });

  for (const [when, moment] of Object.entries(moments)) {
    for (const [how, die] of Object.entries(deaths)) {
      test(`${name} that ${how} ${when} leaves no partial file under the file's name`, async ({ annotate }) => {
        const start = find();
        if (start === undefined) return notProved(annotate, `what ${name} leaves: it is not installed`);
        for (let run = 0; run < RUNS; run++) {
          const browser = await openAndSave(start);
          await moment(browser);
          await die(browser);
          const left = sizes(browser.downloads).filter(([entry]) => entry.endsWith('.bin'));
          await annotate(JSON.stringify(sizes(browser.downloads)));
          // Firefox reserves the name with an empty file.
          for (const [entry, bytes] of left) expect([0, file.size], entry).toContain(bytes);
          browser.remove();
        }
      });
    }
  }
}
