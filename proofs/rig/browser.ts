import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { chromiumFlags } from '#scripts/testing/chromium-flags.ts';
import { findBrowser } from '#scripts/testing/find-browser.ts';
import { connectDevTools } from './devtools.ts';
import type { DevTools } from './devtools.ts';

/**
 * A Chromium driven by role and name. Playwright receives every request with its body,
 * which makes an upload of some hundred megabytes thirteen times as slow, so it cannot measure anything.
 */
export interface RealBrowser {
  /** With its own profile. */
  openPage(url: string): Promise<RealPage>;
  /** The ids of its processes as of a moment ago: tabs, network, storage and the main process. */
  readonly pids: () => readonly number[];
  close(): Promise<void>;
}

export interface RealPage {
  /** Waits until there is one. */
  see(role: string, name: string): Promise<void>;
  /** Waits until there is one, and presses it. */
  press(role: string, name: string): Promise<void>;
  /** Presses the control that opens the file picker, and picks files. */
  pick(role: string, name: string, path: string): Promise<void>;
  /** Presses, and waits until the download is complete. @returns its path */
  download(role: string, name: string): Promise<string>;
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

const REFRESH_MS = 200;
/** A look costs the page milliseconds, which counts where a transfer is measured. */
const LOOK_MS = 50;
const LOOK_GROWTH = 1.1;
const MAX_LOOK_MS = 200;
/** A headless browser cannot show the save dialog, so it is removed. Firefox and Safari have none either. */
const WITHOUT_PICKER = 'delete globalThis.showSaveFilePicker';

/** @param program another Chromium than the one for tests */
export async function startBrowser(program?: string): Promise<RealBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'sotto-chromium-'));
  const flags = [...chromiumFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(program ?? (await findBrowser()), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close');
  const devTools = await connectDevTools(await addressSaid(child.stderr));
  let known = await processesOf(devTools);
  const timer = setInterval(() => void processesOf(devTools).then((pids) => (known = pids)), REFRESH_MS);
  return {
    openPage: (url) => openPage(devTools, { url, downloads: mkdtempSync(join(profile, 'downloads-')) }),
    pids: () => known,
    async close() {
      clearInterval(timer);
      // Not every Chromium replies before it quits.
      void devTools.send('Browser.close');
      await ended;
      devTools.close();
      process.off('exit', kill);
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

async function addressSaid(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const [, address] = /^DevTools listening on (ws:.*)$/.exec(line) ?? [];
    if (address === undefined) continue;
    stderr.resume();
    return address;
  }
  throw new Error('The browser did not start.');
}

async function processesOf(devTools: DevTools): Promise<number[]> {
  const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
  return (processInfo as { id: number }[]).map(({ id }) => id);
}

async function openPage(devTools: DevTools, { url, downloads }: { url: string; downloads: string }): Promise<RealPage> {
  const { browserContextId } = await devTools.send('Target.createBrowserContext');
  const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, parameters?: object) => devTools.send(method, parameters, sessionId as string);
  await devTools.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    downloadPath: downloads,
    browserContextId,
    eventsEnabled: true,
  });
  await send('Page.enable');
  await send('Page.addScriptToEvaluateOnNewDocument', { source: WITHOUT_PICKER });
  await send('Page.navigate', { url });

  const press = async (role: string, name: string) => pressNode(send, await find(send, role, name));
  return {
    async see(role, name) {
      await find(send, role, name);
    },
    press,
    async pick(role, name, path) {
      await send('Page.setInterceptFileChooserDialog', { enabled: true });
      const opened = devTools.next('Page.fileChooserOpened');
      await press(role, name);
      const { backendNodeId } = await opened;
      await send('DOM.setFileInputFiles', { files: [path], backendNodeId });
      await send('Page.setInterceptFileChooserDialog', { enabled: false });
    },
    async download(role, name) {
      const ended = devTools.next('Browser.downloadProgress', ({ state }) => state !== 'inProgress');
      await press(role, name);
      const { guid, state } = await ended;
      if (state !== 'completed') throw new Error('The browser ended the download.');
      return join(downloads, guid as string);
    },
    evaluate: async (expression) => {
      const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
      return (result as { value?: unknown }).value;
    },
    async close() {
      await devTools.send('Target.disposeBrowserContext', { browserContextId });
    },
  };
}

type Send = (method: string, parameters?: object) => Promise<Record<string, unknown>>;

/** Finds elements as a screen reader does: by role and the beginning of the name. */
async function find(send: Send, role: string, name: string): Promise<number> {
  for (let pause = LOOK_MS; ; pause = Math.min(MAX_LOOK_MS, pause * LOOK_GROWTH)) {
    const found = await look(send, role, name).catch(() => undefined);
    if (found !== undefined) return found;
    await delay(pause);
  }
}

interface AccessibleNode {
  readonly ignored: boolean;
  readonly name?: { readonly value: string };
  readonly backendDOMNodeId?: number;
}

/** A document that is being replaced has no root, so the query is repeated. */
async function look(send: Send, role: string, name: string): Promise<number | undefined> {
  const { root } = await send('DOM.getDocument', { depth: 0 });
  const { backendNodeId } = root as { backendNodeId: number };
  const { nodes } = await send('Accessibility.queryAXTree', { backendNodeId, role });
  const named = (nodes as AccessibleNode[]).find((node) => !node.ignored && node.name?.value.startsWith(name));
  return named?.backendDOMNodeId;
}

async function pressNode(send: Send, backendNodeId: number): Promise<void> {
  await send('DOM.scrollIntoViewIfNeeded', { backendNodeId });
  const { model } = await send('DOM.getBoxModel', { backendNodeId });
  const [left = 0, top = 0, , , right = 0, bottom = 0] = (model as { content: number[] }).content;
  const at = { x: (left + right) / 2, y: (top + bottom) / 2, button: 'left', clickCount: 1 };
  for (const type of ['mousePressed', 'mouseReleased']) await send('Input.dispatchMouseEvent', { type, ...at });
}
