import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { connectBiDi } from './bidi.ts';
import type { BiDi } from './bidi.ts';

export interface FirefoxStart {
  readonly program: string;
  /** An existing folder. It is also the home folder. */
  readonly profile: string;
  readonly downloads: string;
  /** Capabilities of the BiDi session. */
  readonly capabilities?: object;
}

export interface Firefox {
  readonly child: ChildProcess;
  readonly bidi: BiDi;
  /** Quits normally. Resolves when the process has ended. */
  readonly quit: () => Promise<void>;
}

export async function startFirefox({ program, profile, downloads, capabilities }: FirefoxStart): Promise<Firefox> {
  writeFileSync(join(profile, 'user.js'), userPreferences(downloads));
  const size = ['--width', '1180', '--height', '820'];
  const flags = ['--headless', '--no-remote', ...size, '--profile', profile, '--remote-debugging-port=0'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: profile };
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'close').finally(() => process.off('exit', end));
  const address = await wordSaid(child.stderr, /WebDriver BiDi listening on (ws:.*)$/);
  const bidi = await connectBiDi(address, capabilities);
  return {
    child,
    bidi,
    async quit() {
      // The connection may close before the reply.
      bidi.send('browser.close').catch(() => undefined);
      await ended;
      bidi.close();
    },
  };
}

/** Waits for a line of a process's output. @returns the first group. @throws Error if the output ends before */
export async function wordSaid(output: Readable, line: RegExp): Promise<string> {
  for await (const text of createInterface({ input: output })) {
    const [, word] = line.exec(text) ?? [];
    if (word === undefined) continue;
    output.resume();
    return word;
  }
  throw new Error(`The process ended before it said ${line.source}`);
}

function userPreferences(downloads: string): string {
  const preferences = {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.helperApps.neverAsk.saveToDisk': 'application/octet-stream',
    'browser.aboutwelcome.enabled': false,
    'browser.newtabpage.enabled': false,
    'browser.startup.homepage': 'about:blank',
    'browser.startup.page': 0,
    'app.normandy.enabled': false,
    'app.update.disabledForTesting': true,
    'dom.ipc.processPrelaunch.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'toolkit.telemetry.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}
