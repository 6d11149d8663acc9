import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumFlags } from '#scripts/testing/chromium-flags.ts';
import { findBrowser } from '#scripts/testing/find-browser.ts';
import { startFirefox as startFirefoxProcess, wordSaid } from '#scripts/testing/start-firefox.ts';
import { connectDevTools } from './devtools.ts';

/** A browser with its own profile and one page, which quits or loses its page processes during a download. */
export interface MortalBrowser {
  /** The browser's download folder. */
  readonly downloads: string;
  /** Evaluates an expression in the page with a user gesture. Awaits a promise. */
  evaluate(expression: string): Promise<unknown>;
  /** Kills all page and worker processes, as the system does when memory runs out. */
  killPages(): Promise<void>;
  /** Quits normally. Resolves when the process has ended. */
  quit(): Promise<void>;
  remove(): void;
}

type Start = (url: string) => Promise<MortalBrowser>;

/** Headless Chromium has no save dialog to press. Firefox has none at all. */
const WITHOUT_PICKER = 'delete globalThis.showSaveFilePicker';

export const startChromium: Start = async (url) => {
  const home = makeHome();
  const flags = [...chromiumFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${home.profile}`];
  const env = { PATH: process.env['PATH'] ?? '', HOME: home.profile };
  const child = spawn(await findBrowser(), flags, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'close').finally(() => process.off('exit', end));
  const address = await wordSaid(child.stderr, /^DevTools listening on (ws:.*)$/);
  const devTools = await connectDevTools(address);
  await devTools.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: home.downloads });
  const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, parameters?: object) => devTools.send(method, parameters, sessionId as string);
  await send('Page.enable');
  await send('Page.addScriptToEvaluateOnNewDocument', { source: WITHOUT_PICKER });
  const loaded = devTools.next('Page.loadEventFired');
  await send('Page.navigate', { url });
  await loaded;
  return {
    ...home,
    async evaluate(expression) {
      const asked = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      const { result } = await send('Runtime.evaluate', asked);
      return (result as { value?: unknown }).value;
    },
    async killPages() {
      const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
      const all = processInfo as readonly { readonly id: number; readonly type: string }[];
      kill(all.filter(({ type }) => type === 'renderer').map(({ id }) => id));
    },
    async quit() {
      // Not every Chromium replies before it quits.
      void devTools.send('Browser.close');
      await ended;
      devTools.close();
    },
  };
};

export const startFirefox =
  (program: string): Start =>
  async (url) => {
    const home = makeHome();
    const { child, bidi, quit } = await startFirefoxProcess({ program, ...home });
    const { contexts } = await bidi.send('browsingContext.getTree');
    const context = (contexts as readonly { readonly context: string }[])[0]?.context;
    await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    return {
      ...home,
      async evaluate(expression) {
        const asked = { expression, target: { context }, awaitPromise: true, userActivation: true };
        const { result } = await bidi.send('script.evaluate', asked);
        return (result as { value?: unknown }).value;
      },
      killPages: async () => kill(contentProcesses(child.pid ?? 0)),
      quit,
    };
  };

function makeHome() {
  const profile = mkdtempSync(join(tmpdir(), 'sotto-mortal-'));
  const downloads = join(profile, 'downloads');
  mkdirSync(downloads);
  return { profile, downloads, remove: () => rmSync(profile, { recursive: true, force: true }) };
}

/** The command line of a Firefox content process contains the pid of the main process, and ends with the kind. */
function contentProcesses(firefox: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((pid) => {
    const words = commandLine(pid);
    return words.at(-1) === 'tab' && words[words.indexOf('-parentPid') + 1] === String(firefox);
  });
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split(/[\0 ]+/)
      .filter(Boolean);
  } catch {
    // The process has already ended.
    return [];
  }
}

function kill(pids: readonly number[]): void {
  if (pids.length === 0) throw new Error('No process runs pages.');
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
}
