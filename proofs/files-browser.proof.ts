import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from './rig/browser.ts';
import type { RealBrowser, RealPage } from './rig/browser.ts';
import { generatedBytes, sha256OfFile, sha256OfGenerated, writeGenerated } from './rig/generated-bytes.ts';
import { partsOnDisk } from './rig/parts-on-disk.ts';
import { processorSeconds } from './rig/processor-time.ts';
import { bySize } from './rig/proof-size.ts';
import { startBare } from './rig/start-bare.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';
import { sayMemory, watchMemory } from './rig/watch-memory.ts';
import type { MemoryUse } from './rig/watch-memory.ts';

const BYTES = bySize({ ci: 64_000_000, full: 1_000_000_000 });
/** All processes of the browser together, above an idle page: parts, buffers, and garbage not yet collected. */
const MAX_GROWTH_MEGABYTES = 400;
/** From the first half of a transfer to the second. In CI that is half a second, in which garbage is not collected. */
const MAX_LATE_GROWTH_MEGABYTES = bySize({ ci: Infinity, full: 150 });
const ROUNDS = bySize({ ci: 1, full: 3 });
/** Relative to the same transfer without encryption. Checked only for transfers long enough to be measured. */
const MAX_RATIO: Readonly<Record<Direction, number>> = bySize({
  ci: { up: Infinity, down: Infinity },
  full: { up: 1.4, down: 1.3 },
});

const file = generatedBytes('files-browser', BYTES);
const folder = mkdtempSync(join(tmpdir(), 'sotto-browser-'));
const path = join(folder, 'generated.bin');

let expected: string;
let browser: RealBrowser;
let store: TestStore;
let server: RunningServer;

beforeAll(async () => {
  await writeGenerated(path, file);
  expected = await sha256OfGenerated(file);
  store = await makeStore('SQLite');
  server = await startServer(store);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.end('SIGTERM');
  await store.remove();
  rmSync(folder, { recursive: true });
});

/** Wall time and CPU time. CPU time hardly depends on other load. */
interface Effort {
  readonly seconds: number;
  readonly browserSeconds: number;
  readonly serverSeconds: number;
}

async function measured<Result>(serverPid: number, act: () => Promise<Result>): Promise<[Effort, Result]> {
  const worked = () => [processorSeconds(browser.pids()), processorSeconds([serverPid])] as const;
  const before = worked();
  const began = performance.now();
  const result = await act();
  const seconds = (performance.now() - began) / 1000;
  const after = worked();
  return [{ seconds, browserSeconds: after[0] - before[0], serverSeconds: after[1] - before[1] }, result];
}

interface Transfer {
  readonly up: Effort;
  readonly down: Effort;
}

/** The bare transfer: same browser, request sizes, parallel requests and fsyncs. */
async function measureBare(): Promise<Transfer> {
  const bare = await startBare();
  const page = await browser.openPage(bare.url);
  await page.see('heading', 'ready');
  await page.pick('button', 'File', path);
  await page.see('heading', 'chosen');
  const [up] = await measured(bare.pid, async () => {
    await page.press('button', 'Send');
    await page.see('heading', 'sent');
  });
  const [down, saved] = await measured(bare.pid, () => page.download('button', 'Save'));
  expect(await sha256OfFile(saved), 'the bare transfer is complete').toBe(expected);
  rmSync(saved);
  await page.close();
  await bare.stop();
  return { up, down };
}

/** @returns the link */
async function sealOnPage(page: RealPage): Promise<string> {
  await page.press('button', 'Seal it');
  await page.see('heading', 'Sealed');
  const link = await page.evaluate(`document.querySelector('[role=group] code')?.textContent`);
  return typeof link === 'string' ? link : expect.unreachable();
}

interface Memory {
  readonly browser: MemoryUse;
  readonly server: MemoryUse;
}
type Measured = Transfer & { readonly memory: Readonly<Record<'idle' | 'up' | 'down', Memory>> };

async function measurePages(): Promise<Measured> {
  const watches = { browser: watchMemory(browser.pids), server: watchMemory(() => [server.pid]) };
  const lap = (): Memory => ({ browser: watches.browser.lap(), server: watches.server.lap() });
  const compose = await browser.openPage(server.url);
  await compose.pick('button', 'Files', path);
  await compose.see('button', 'Remove generated.bin');
  const idle = lap();
  const [up, link] = await measured(server.pid, () => sealOnPage(compose));
  const uploading = lap();
  await compose.close();

  const receive = await browser.openPage(link);
  await receive.press('button', 'Break the seal');
  await receive.see('button', 'Save');
  lap();
  const [down, saved] = await measured(server.pid, () => receive.download('button', 'Save'));
  const downloading = lap();
  expect(await sha256OfFile(saved)).toBe(expected);
  rmSync(saved);
  await expect.poll(() => partsOnDisk(store.dataDir), { timeout: 60_000 }).toEqual([]);
  await receive.close();
  for (const watch of Object.values(watches)) watch.stop();
  return { up, down, memory: { idle, up: uploading, down: downloading } };
}

const rate = ({ seconds }: Effort) => `${seconds.toFixed(2)} s (${(BYTES / 1e6 / seconds).toFixed(0)} MB/s)`;
const work = ({ browserSeconds, serverSeconds }: Effort) =>
  `${browserSeconds.toFixed(1)} + ${serverSeconds.toFixed(1)} s`;

type Direction = 'up' | 'down';

interface Round {
  readonly pages: Measured;
  /** Before and after, so that other load affects both alike. */
  readonly bare: readonly [Transfer, Transfer];
}

const ratio = (direction: Direction, { pages, bare: [before, after] }: Round): number =>
  (2 * pages[direction].seconds) / (before[direction].seconds + after[direction].seconds);

const medianRatio = (direction: Direction, rounds: readonly Round[]): number =>
  rounds.map((round) => ratio(direction, round)).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? NaN;

function say(direction: Direction, round: Round): string {
  const { pages, bare } = round;
  const { memory } = pages;
  return [
    `${direction} ${(BYTES / 1e9).toFixed(3)} GB in ${rate(pages[direction])}`,
    `bare ${bare.map((one) => rate(one[direction])).join(' and ')}`,
    `ratio ${ratio(direction, round).toFixed(2)}`,
    `computed (browser + server) ${work(pages[direction])}, bare ${bare.map((one) => work(one[direction])).join(' and ')}`,
    `browser idle ${memory.idle.browser.peak.toFixed(0)} MB, then ${sayMemory(memory[direction].browser)}`,
    `server idle ${memory.idle.server.peak.toFixed(0)} MB, then ${sayMemory(memory[direction].server)}`,
  ].join('; ');
}

test('a file passes through two pages of a real browser intact, in constant memory, in about the time of a bare transfer', async ({
  annotate,
}) => {
  const rounds: Round[] = [];
  for (let before = await measureBare(); rounds.length < ROUNDS;) {
    const pages = await measurePages();
    const after = await measureBare();
    rounds.push({ pages, bare: [before, after] });
    before = after;
  }
  for (const direction of ['up', 'down'] as const) {
    for (const round of rounds) {
      await annotate(say(direction, round));
      process.stdout.write(`\n${say(direction, round)}\n`);
      for (const who of ['browser', 'server'] as const) {
        const { memory } = round.pages;
        const { early, late, peak } = memory[direction][who];
        expect(peak - memory.idle[who].peak, `${who}, ${direction}`).toBeLessThan(MAX_GROWTH_MEGABYTES);
        expect(late - early, `${who}, ${direction}`).toBeLessThan(MAX_LATE_GROWTH_MEGABYTES);
      }
    }
    expect(medianRatio(direction, rounds), direction).toBeLessThanOrEqual(MAX_RATIO[direction]);
  }
});
