import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { vi } from 'vitest';
import { freePort } from '#scripts/testing/free-port.ts';
import { wordSaid } from '#scripts/testing/start-firefox.ts';
import type { Driver, Engine } from './driver.ts';

export interface WebKitPrograms {
  readonly driver: string;
  /** With PyGObject and the bindings for WebKitGTK. */
  readonly python: string;
  readonly xvfb: string;
}

interface Reply {
  readonly value: unknown;
}

type Send = (method: 'GET' | 'POST' | 'DELETE', path: string, message?: object) => Promise<unknown>;

const WINDOW = join(import.meta.dirname, 'webkit-window.py');
/** https://www.w3.org/TR/webdriver2/#elements */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export const webkit = ({ driver: program, python, xvfb }: WebKitPrograms): Engine => ({
  async start(home) {
    const downloads = join(home, 'downloads');
    const printed = join(home, 'printed.pdf');
    mkdirSync(downloads, { recursive: true });
    const display = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const env = environment(home, `:${await wordSaid(display.stdout, /^(\d+)$/)}`);
    const port = await freePort();
    const driver = spawn(program, [`--port=${port}`], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const heard = listen(driver.stdout, driver.stderr);
    const end = () => [driver, display].forEach((child) => child.kill('SIGKILL'));
    process.once('exit', end);
    const args = [WINDOW, '--automation', `--profile=${home}`, `--downloads=${downloads}`, `--print-to=${printed}`];
    const send = await newSession(port, { binary: python, args });
    return {
      ...heard,
      ...drive(send),
      async print() {
        const before = heard.prints.length;
        process.kill(heard.window(), 'SIGUSR1');
        await vi.waitFor(() => expectMore(heard.prints, before), PATIENT);
        return printed;
      },
      async quit() {
        await send('DELETE', '');
        for (const child of [driver, display]) await ended(child);
        process.off('exit', end);
      },
    };
  },
});

const PATIENT = { timeout: 60_000, interval: 50 };

function expectMore(list: readonly string[], before: number): void {
  if (list.length <= before) throw new Error('It has not happened yet.');
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

/** Software rendering, because a virtual display has no GPU; and no session bus, which containers lack. */
const environment = (home: string, display: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: home,
  DISPLAY: display,
  GDK_BACKEND: 'x11',
  LANG: 'C.UTF-8',
  LIBGL_ALWAYS_SOFTWARE: '1',
  NO_AT_BRIDGE: '1',
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
});

/** The driver passes on the output of the window: its events on stdout, and the console of its pages on stderr. */
function listen(stdout: Readable, stderr: Readable) {
  const [downloads, prints, remarks]: [string[], string[], string[]] = [[], [], []];
  let window = 0;
  createInterface({ input: stdout }).on('line', (line) => {
    const [, event, value = ''] = /^WINDOW ([A-Z]+) (.*)$/.exec(line) ?? [];
    if (event === 'PID') window = Number(value);
    if (event === 'SAVED') downloads.push(value);
    if (event === 'PRINTED') prints.push(value);
    if (event === 'FAILED') remarks.push(line);
  });
  createInterface({ input: stderr }).on('line', (line) => {
    if (line.includes('CONSOLE ')) remarks.push(line);
  });
  return { downloads, prints, remarks, window: () => window };
}

async function newSession(port: number, browserOptions: object): Promise<Send> {
  const ask = async (method: string, path: string, message: object = {}) => {
    const body = method === 'POST' ? { body: JSON.stringify(message) } : {};
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...body });
    const { value } = (await reply.json()) as Reply;
    if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
    return value;
  };
  const alwaysMatch = { 'webkitgtk:browserOptions': browserOptions, unhandledPromptBehavior: 'accept' };
  // The driver does not say when it listens.
  await vi.waitFor(() => ask('GET', '/status'), PATIENT);
  const { sessionId } = (await ask('POST', '/session', { capabilities: { alwaysMatch } })) as { sessionId: string };
  return (method, path, message) => ask(method, `/session/${sessionId}${path}`, message);
}

function drive(send: Send): Pick<Driver, 'goto' | 'reload' | 'call' | 'perform' | 'attach' | 'screenshot'> {
  return {
    async goto(url) {
      await send('POST', '/url', { url });
    },
    async reload() {
      await send('POST', '/refresh');
    },
    async call(source, args) {
      const script = `return JSON.stringify((${source})(...arguments) ?? null)`;
      return JSON.parse(String(await send('POST', '/execute/sync', { script, args }))) as unknown;
    },
    async perform(actions) {
      await send('POST', '/actions', { actions });
    },
    async attach(selector, paths) {
      const found = (await send('POST', '/element', { using: 'css selector', value: selector })) as {
        readonly [ELEMENT]: string;
      };
      await send('POST', `/element/${found[ELEMENT]}/value`, { text: paths.join('\n') });
    },
    screenshot: async () => Buffer.from(String(await send('GET', '/screenshot')), 'base64'),
  };
}
