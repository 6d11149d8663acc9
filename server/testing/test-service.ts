import { join } from 'node:path';
import { createApp } from '#server/app.ts';
import type { App } from '#server/app.ts';
import type { Deps } from '#server/deps.ts';
import { openDiskBlobs } from '#server/blobs/disk.ts';
import type { Store } from '#server/store.ts';
import { openTestApp } from './test-app.ts';
import type { SettableClock } from './test-stores.ts';

/** Intercepts the requests between client and service. */
export type Between = (asked: Asked, go: () => Promise<Response>) => Response | Promise<Response>;

export interface Asked {
  /** `GET /api/config`. */
  readonly line: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface TestService extends AsyncDisposable {
  readonly baseUrl: string;
  readonly deps: Deps;
  readonly clock: SettableClock;
  readonly asked: Asked[];
  /** By default passes every request on. */
  between: Between;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Another process takes over the same data. Pending requests to this one get no reply. */
  restart(): Promise<void>;
}

/** The whole service over a real database and disk, as a client's `fetch` sees it. */
export async function openTestService(env: Readonly<Record<string, string>> = {}): Promise<TestService> {
  const { deps: opened, testStore } = await openTestApp({ env });
  const deps = await withProvider(opened);
  let app: App = createApp(deps);
  let reopened: Store | undefined;
  const service: TestService = {
    baseUrl: deps.config.publicUrl,
    deps,
    clock: testStore.clock,
    asked: [],
    between: (_asked, go) => go(),
    async fetch(url, init) {
      const asked = { line: `${init.method} ${new URL(url).pathname}`, body: bytesOf(init.body) };
      service.asked.push(asked);
      const { signal } = init;
      signal?.throwIfAborted();
      const aborted = new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
      const go = async () => {
        const asking = app;
        const response = await asking.request(url, init, {});
        if (asking !== app) throw new TypeError('fetch failed');
        return response;
      };
      const answer = async () => service.between(asked, go);
      return Promise.race([aborted, answer()]);
    },
    async restart() {
      const before = reopened ?? deps.store;
      reopened = await testStore.open();
      const blobs = await openDiskBlobs({ folder: join(testStore.dataDir, 'bodies') });
      app = createApp({ ...deps, store: reopened, blobs });
      await before.close();
    },
    async [Symbol.asyncDispose]() {
      await reopened?.close();
      await testStore[Symbol.asyncDispose]();
    },
  };
  return service;
}

/** Members' sessions work. Nothing asks the provider. */
async function withProvider(deps: Deps): Promise<Deps> {
  const { signIn, publicUrl } = deps.config;
  if (signIn === undefined) return deps;
  const { openProvider } = await import('#server/session/open-provider.ts');
  return { ...deps, provider: openProvider({ signIn, publicUrl }) };
}

function bytesOf(body: BodyInit | null | undefined): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new TextEncoder().encode(typeof body === 'string' ? body : '');
}
