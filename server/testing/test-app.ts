import { createApp } from '#server/app.ts';
import type { AppOptions } from '#server/app.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { encodeFrame } from '#server/http/frame.ts';
import { encodeId } from '#crypto/ids.ts';
import { openTestStore } from './test-stores.ts';
import type { TestDialect, TestStore } from './test-stores.ts';
import type { TestShare } from './test-share.ts';

export const UNLIMITED = {
  SOTTO_CREATES_PER_MINUTE: '0',
  SOTTO_OPENS_PER_MINUTE: '0',
  SOTTO_CODES_PER_MINUTE: '0',
  SOTTO_REQUESTS_PER_MINUTE: '0',
  SOTTO_PAGES_PER_MINUTE: '0',
  SOTTO_UPLOAD_MB_PER_MINUTE: '0',
};

export interface TestRequest {
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** A body sent as chunks without a declared length. */
  readonly stream?: ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The peer's address. */
  readonly address?: string;
}

export type Ask = (method: string, path: string, request?: TestRequest) => Promise<Response>;

export interface TestApp extends AsyncDisposable {
  readonly deps: Deps;
  readonly testStore: TestStore;
  readonly ask: Ask;
}

export interface TestAppOptions extends AppOptions {
  readonly dialect?: TestDialect;
  /** Settings (`SOTTO_…`). By default no limit applies. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The whole app over a real database. */
export async function openTestApp({ dialect = 'SQLite', env = {}, ...options }: TestAppOptions = {}): Promise<TestApp> {
  const testStore = await openTestStore(dialect);
  const deps = { ...testStore.deps, config: parseConfig({ ...UNLIMITED, SOTTO_DATA_DIR: testStore.dataDir, ...env }) };
  return {
    deps,
    testStore,
    ask: testClient(deps, options),
    [Symbol.asyncDispose]: () => testStore[Symbol.asyncDispose](),
  };
}

export function testClient(deps: Deps, options: AppOptions = {}): Ask {
  const app = createApp(deps, options);
  return async (method, path, { json, bytes, stream, headers = {}, address = '192.0.2.1' } = {}) => {
    const body = json === undefined ? bytes : new TextEncoder().encode(JSON.stringify(json));
    const type = json === undefined ? 'application/octet-stream' : 'application/json';
    const described = body === undefined ? {} : { 'content-type': type, 'content-length': String(body.length) };
    const init = { method, headers: { ...described, ...headers }, body: stream ?? body ?? null, duplex: 'half' };
    return app.request(path, init, { incoming: { socket: { remoteAddress: address } } });
  };
}

export const sharePath = (share: TestShare, verb?: string): string =>
  `/api/shares/${encodeId(share.id)}${verb === undefined ? '' : `/${verb}`}`;

/** The body of a create. */
export function createFrame({
  toCreate: { head, note, sealed },
}: Pick<TestShare, 'toCreate'>): Uint8Array<ArrayBuffer> {
  return encodeFrame(head, Buffer.concat([note, sealed]));
}
