import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startServer } from '#e2e/fixtures/server.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import type { Engine } from './driver.ts';
import { installedEngine } from './installed-engine.ts';
import { Page } from './page.ts';
import { reportViolations } from './report-violations.ts';

export interface Journey {
  readonly sender: Page;
  /** Another person's browser. */
  readonly recipient: Page;
  /** A folder for the journey's files. */
  readonly folder: string;
  /** Allows what the browser itself says on the console, such as about a 4xx reply. */
  readonly expectRemark: (pattern: RegExp) => void;
  /** The console of both, and the reports about violations of the Content Security Policy, in this journey so far. */
  readonly remarks: () => string[];
}

interface Rig extends Pick<Journey, 'sender' | 'recipient'> {
  /** The browsers' reports about violations of the Content Security Policy. */
  readonly violations: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Firefox takes a minute to start on a busy machine. */
const PATIENT = 300_000;

const homes: string[] = [];
const newHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'sotto-engine-'));
  homes.push(home);
  return home;
};

async function startRig(engine: Engine): Promise<Rig> {
  const server = await startServer();
  const reports = await reportViolations(server.url);
  const newPage = async () => {
    const home = newHome();
    return new Page(await engine.start(home), reports.url, () => engine.start(home));
  };
  const [sender, recipient] = await Promise.all([newPage(), newPage()]);
  return {
    sender,
    recipient,
    violations: reports.received,
    async stop() {
      await Promise.all([sender.quit(), recipient.quit()]);
      await reports.stop();
      await server.stop();
    },
  };
}

let rig: Rig | undefined;

beforeAll(async () => {
  const engine = installedEngine();
  if (engine !== undefined) rig = await startRig(engine);
}, PATIENT);

/**
 * A journey of a sender and a recipient in the engine of this project. It fails if a page writes to the console or
 * violates its policy. All journeys of a file share the server and the two browsers, but nothing that a page keeps: a
 * journey starts with no language chosen and an empty list.
 */
export function journey(name: string, act: (journey: Journey) => Promise<void>): void {
  test(name, async ({ annotate }) => {
    if (rig === undefined) return notProved(annotate, `whether this works in ${inject('engine')}: it is not installed`);
    const { sender, recipient, violations } = rig;
    const heard = [() => sender.remarks, () => recipient.remarks, () => violations];
    const before = heard.map((list) => list().length);
    const remarks = () => heard.flatMap((list, index) => list().slice(before[index]));
    const expected: RegExp[] = [];
    const expectRemark = (pattern: RegExp) => void expected.push(pattern);
    try {
      await act({ sender, recipient, folder: newHome(), expectRemark, remarks });
    } finally {
      await Promise.all([forget(sender), forget(recipient)]);
    }
    expect(remarks().filter((remark) => !expected.some((pattern) => pattern.test(remark)))).toEqual([]);
  });
}

/** Clears what the site has stored in the browser. */
async function forget(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (location.protocol === 'about:') return;
    localStorage.clear();
    sessionStorage.clear();
  });
}

afterAll(async () => {
  await rig?.stop();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});
