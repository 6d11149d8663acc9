import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BiDi } from '#scripts/testing/bidi.ts';
import { startFirefox } from '#scripts/testing/start-firefox.ts';
import type { Driver, Engine } from './driver.ts';

interface Evaluated {
  readonly type: 'success' | 'exception';
  readonly result?: { readonly value?: unknown; readonly sharedId?: string };
  readonly exceptionDetails?: { readonly text: string };
}

interface Entry {
  readonly level: string;
  readonly type: string;
  readonly text: string | null;
  readonly source: { readonly context?: string };
}

export const firefox = (program: string): Engine => ({
  async start(home) {
    const downloads = join(home, 'downloads');
    mkdirSync(downloads, { recursive: true });
    const capabilities = { alwaysMatch: { unhandledPromptBehavior: { default: 'accept' } } };
    const { bidi, quit } = await startFirefox({ program, profile: home, downloads, capabilities });
    // The first tab leaves the focus in the address bar. A new one takes it.
    const { context } = (await bidi.send('browsingContext.create', { type: 'tab' })) as { context: string };
    return { ...(await listen(bidi, context)), ...drive(bidi, context, home), quit };
  },
});

/** Ignores what the browser's own pages say. */
async function listen(bidi: BiDi, context: string): Promise<Pick<Driver, 'downloads' | 'remarks'>> {
  const [downloads, remarks]: [string[], string[]] = [[], []];
  bidi.on('log.entryAdded', (entry) => {
    const { level, type, text, source } = entry as unknown as Entry;
    if (source.context === context) remarks.push(`${type} ${level}: ${text}`);
  });
  bidi.on('browsingContext.downloadEnd', ({ status, filepath }) => {
    if (status === 'complete') downloads.push(String(filepath));
  });
  await bidi.send('session.subscribe', { events: ['log.entryAdded', 'browsingContext.downloadEnd'] });
  return { downloads, remarks };
}

function drive(bidi: BiDi, context: string, home: string): Omit<Driver, 'downloads' | 'remarks' | 'quit'> {
  const target = { context };
  const call = async (functionDeclaration: string, ...values: readonly string[]) => {
    const asked = { functionDeclaration, target, awaitPromise: false };
    const given = values.map((value) => ({ type: 'string', value }));
    const reply = (await bidi.send('script.callFunction', { ...asked, arguments: given })) as unknown as Evaluated;
    if (reply.type === 'exception') throw new Error(reply.exceptionDetails?.text);
    return reply.result ?? {};
  };
  return {
    async goto(url) {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async reload() {
      await bidi.send('browsingContext.reload', { context, wait: 'complete' });
    },
    async call(source, values) {
      const { value } = await call(
        `(given) => JSON.stringify((${source})(...JSON.parse(given)) ?? null)`,
        JSON.stringify(values),
      );
      return JSON.parse(String(value)) as unknown;
    },
    async perform(actions) {
      await bidi.send('input.performActions', { context, actions });
    },
    async attach(selector, files) {
      const { sharedId } = await call('(selector) => document.querySelector(selector)', selector);
      await bidi.send('input.setFiles', { context, element: { sharedId }, files });
    },
    async print() {
      const path = join(home, 'printed.pdf');
      const { data } = await bidi.send('browsingContext.print', { context });
      writeFileSync(path, Buffer.from(String(data), 'base64'));
      return path;
    },
    async screenshot() {
      const { data } = await bidi.send('browsingContext.captureScreenshot', { context });
      return Buffer.from(String(data), 'base64');
    },
  };
}
