import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe as group, expect, test } from 'vitest';
import { fromBase64url, toBase64url, toHex } from '#crypto/bytes.ts';
import { CryptoError } from '#crypto/errors.ts';
import { decodeId } from '#crypto/ids.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import { argon2id } from '#crypto/password.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { createApp } from '#server/app.ts';
import { openDiskBlobs } from '#server/blobs/disk.ts';
import { hostUptime } from '#server/clock/host-uptime.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { decodeFrame, encodeFrame } from '#server/http/frame.ts';
import { openStore } from '#server/store.ts';
import type { Store } from '#server/store.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { ApiError, NetworkError, ProtocolError } from './errors.ts';
import type { Fetch } from './exchange.ts';
import { readLink } from './link.ts';
import { readStatus, readStatuses, remove, unlock } from './manage.ts';
import { acknowledge, describe, newClaim, openShare } from './open.ts';
import type { OpenRequest } from './open.ts';
import { prepareShare, shareSecret } from './share.ts';
import type { Shared } from './share.ts';
import type { ShareInput } from './share-input.ts';

const baseUrl = 'http://localhost:3000/';
const dataDir = mkdtempSync(join(tmpdir(), 'sotto-client-'));
let now = 1_800_000_000;
let store: Store;
let honest: Fetch;
let asked: { url: string; text: string }[] = [];

/** Intercepts requests between client and server; by default, passes them on. */
type Meddle = (path: string, response: Response) => Response | Promise<Response>;

beforeAll(async () => {
  const clock = { now: () => now };
  store = await openStore({ dataDir, clock, acceptLostKeys: false });
  const limits = { SOTTO_CREATES_PER_MINUTE: '0', SOTTO_OPENS_PER_MINUTE: '0', SOTTO_REQUESTS_PER_MINUTE: '0' };
  const config = parseConfig({ SOTTO_DATA_DIR: dataDir, ...limits });
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const blobs = await openDiskBlobs({ folder: join(dataDir, 'bodies') });
  const app = createApp({ config, store, blobs, clock, uptime: hostUptime(), random });
  honest = async (url, init) => {
    const body =
      init.body instanceof Uint8Array ? Buffer.from(init.body).toString('latin1') : JSON.stringify(init.body ?? '');
    asked.push({ url, text: `${url} ${JSON.stringify(init.headers)} ${body}` });
    return app.request(url, init, {});
  };
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

function apiOf(meddle: Meddle = (_path, response) => response): Api {
  const fetch: Fetch = async (url, init) => meddle(new URL(url).pathname, await honest(url, init));
  return createApi({ baseUrl, fetch, wait: async () => undefined });
}

/** A fast substitute for Argon2id. One test below runs the real one. */
const kdf: PasswordKdf = async (password, salt) =>
  new Uint8Array(createHash('sha256').update(password).update(salt).digest());

const share = (request: Partial<ShareInput> = {}, api = apiOf()): Promise<Shared> =>
  shareSecret(api, { text: 'hunter2', maxViews: 1, ttlSeconds: 3600, kdf, ...request });

/** The recipient has only the link. */
function recipientOf(shared: Pick<Shared, 'link'>) {
  const link = readLink(shared.link, { publicUrl: baseUrl });
  if (link.kind !== 'share') throw new Error(link.kind);
  const fragment = readFragment(link.fragment, decodeId(link.id) ?? new Uint8Array());
  if (!fragment.ok || (fragment.type !== LinkType.share && fragment.type !== LinkType.sharePassword)) {
    throw new Error('no key');
  }
  return { id: link.id, linkKey: fragment.key, type: fragment.type };
}

interface Opening extends Partial<OpenRequest> {
  readonly api?: Api;
}

async function open(shared: Shared, { api = apiOf(), claim = newClaim(), ...request }: Opening = {}) {
  const recipient = recipientOf(shared);
  const description = await describe(api, { ...recipient, claim });
  return openShare(api, { ...recipient, description, claim, kdf, ...request });
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
const verbsAsked = () => asked.map(({ url }) => url.split('/').at(-1));

group('a share', () => {
  test('arrives unchanged, opens once, and is gone after the acknowledgement', async () => {
    const text = 'línea\r\n\t\u0000 🗝️ \uFEFF trailing  ';
    const shared = await share({ text, title: 'Prod database' });
    const claim = newClaim();
    const opened = await open(shared, { claim });
    expect(opened.payload).toMatchObject({ text, title: 'Prod database', maxViews: 1, expiresAt: now + 3600 });
    expect(opened).toMatchObject({ viewsLeft: 0, openedAt: now });
    expect(opened.mismatch).toBeUndefined();
    const recipient = recipientOf(shared);
    expect(await acknowledge(apiOf(), { ...recipient, claim })).toMatchObject({ state: 'spent', viewsLeft: 0 });
    expect(await failure(acknowledge(apiOf(), { ...recipient, claim }))).toBe('no failure');
    const description = await describe(apiOf(), recipient);
    expect(description).toMatchObject({ state: 'spent', openedAt: [now], viewsLeft: 0 });
    expect(description.preamble).toBeUndefined();
  });

  test('opens only with its password, and counts wrong passwords', async () => {
    const shared = await share({ password: 'ﬁve words', attemptLimit: 3 });
    const error = await failure(open(shared, { password: 'six words' }));
    expect(error).toMatchObject({ name: 'ApiError', code: 'wrong-password' });
    expect(error instanceof ApiError && error.members['attemptsLeft']).toBe(2);
    expect((await open(shared, { password: 'five words' })).payload.text).toBe('hunter2');
  });

  test('with unlimited views takes as many wrong passwords as one with the largest number of views', async () => {
    const limitOf = async (maxViews: number) => {
      const status = await readStatus(apiOf(), await share({ password: 'p', maxViews }));
      return 'attemptLimit' in status && status.attemptLimit;
    };
    expect([await limitOf(1), await limitOf(100), await limitOf(0)]).toEqual([5, 200, 200]);
  });

  test('works with the real Argon2id, which reports progress', async () => {
    const steps: number[] = [];
    const shared = await share({ password: 'x', kdf: argon2id, onProgress: (fraction) => steps.push(fraction) });
    expect(steps.at(-1)).toBe(1);
    expect((await open(shared, { password: 'x', kdf: argon2id })).payload.text).toBe('hunter2');
  });

  test('whose reply was lost is sent again with the same bytes, and is one share', async () => {
    let lost = 0;
    const api = apiOf((path, response) => {
      if (path.includes('/shares/') && lost++ < 4) throw new TypeError('fetch failed');
      return response;
    });
    const prepared = await prepareShare(api, { text: 'x', maxViews: 1, ttlSeconds: 60, kdf });
    expect(await failure(prepared.send())).toBeInstanceOf(NetworkError);
    const shared = await prepared.send();
    expect(shared).toMatchObject({ id: prepared.id, state: 'live' });
    const creates = asked.filter(({ url }) => url.endsWith(prepared.id)).map(({ text }) => text);
    expect(creates).toHaveLength(5);
    expect(new Set(creates).size).toBe(1);
  });

  test('whose opening lost its reply is opened again with the same claim', async () => {
    let lost = true;
    const api = apiOf((path, response) => {
      const lose = lost && path.endsWith('/open');
      if (lose) lost = false;
      if (lose) throw new TypeError('fetch failed');
      return response;
    });
    const shared = await share();
    expect(await open(shared, { api })).toMatchObject({ payload: { text: 'hunter2' }, viewsLeft: 0 });
  });

  test('does not resend a password automatically, because a wrong one counts each time', async () => {
    const api = apiOf((path, response) => {
      if (path.endsWith('/open')) throw new TypeError('fetch failed');
      return response;
    });
    const shared = await share({ password: 'right' });
    expect(await failure(open(shared, { api, password: 'wrong' }))).toBeInstanceOf(NetworkError);
    expect(verbsAsked().filter((verb) => verb === 'open')).toHaveLength(1);
  });

  test('reveals neither key, fragment, password nor content to the server', async () => {
    const text = 'correct horse battery staple';
    const shared = await share({ text, title: 'the staple', password: 'Tr0ub4dor', maxViews: 0 });
    await open(shared, { password: 'Tr0ub4dor' });
    await readStatus(apiOf(), shared);
    const { linkKey } = recipientOf(shared);
    const forms = [linkKey, shared.ownerKey].flatMap((key) => [
      toBase64url(key),
      toHex(key),
      Buffer.from(key).toString('latin1'),
    ]);
    const secrets = [text, 'the staple', 'Tr0ub4dor', shared.key, shared.manageLink.split('#')[1] ?? '', ...forms];
    const everything = asked.map((request) => request.text).join('\n');
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
    expect(JSON.stringify(shared)).not.toContain(shared.key);
  });

  test('that is too long, or has an empty password, is refused before anything is sent', async () => {
    expect(await failure(share({ text: 'x'.repeat(983_041) }))).toMatchObject({
      name: 'CryptoError',
      code: 'too-large',
    });
    expect(await failure(share({ password: 'x'.repeat(1025) }))).toMatchObject({ code: 'password-too-long' });
    expect(verbsAsked()).toEqual(['config', 'config']);
  });
});

group('an owner', () => {
  test('reads the title and the history, unlocks and deletes', async () => {
    const shared = await share({ title: 'Wi-Fi', password: 'p', attemptLimit: 1 });
    await failure(open(shared, { password: 'q' }));
    expect(await readStatus(apiOf(), shared)).toMatchObject({ title: 'Wi-Fi', state: 'locked', attempts: 1 });
    expect(JSON.stringify(await readStatus(apiOf(), shared))).not.toContain('Wi-Fi');
    expect(await unlock(apiOf(), shared)).toMatchObject({ title: 'Wi-Fi', state: 'live', attempts: 0 });
    expect(await remove(apiOf(), shared)).toMatchObject({ state: 'deleted' });
    expect(await failure(open(shared, { password: 'p' }))).toMatchObject({ name: 'ProtocolError' });
    expect((await describe(apiOf(), recipientOf(shared))).state).toBe('deleted');
  });

  test('reads many statuses in batches and in order, with null for unknown shares', async () => {
    const [first, last] = [await share({ maxViews: 2 }), await share({ maxViews: 3 })];
    const unknown = { id: first.id, ownerKey: last.ownerKey };
    const owners = [first, ...Array.from({ length: 248 }, () => unknown), last];
    const statuses = await readStatuses(apiOf(), owners);
    expect(statuses).toHaveLength(250);
    expect(statuses.filter((status) => status !== null)).toMatchObject([{ maxViews: 2 }, { maxViews: 3 }]);
    expect(statuses[249]).toMatchObject({ maxViews: 3 });
    expect(verbsAsked().filter((verb) => verb === 'status')).toHaveLength(3);
  });

  test('learns that the server returned somebody else’s note', async () => {
    const [shared, other] = [await share({ title: 'mine' }), await share({ title: 'other' })];
    const { note } = await apiOf().status(other.id, { ownerProof: ownerProofOf(await statusRequest(other)) });
    const api = apiOf(async (_path, response) => Response.json({ ...(await response.json()), note }));
    const status = await readStatus(api, shared);
    expect(status).toMatchObject({ noteUnreadable: true, state: 'live' });
    expect(status.title).toBeUndefined();
  });
});

async function statusRequest(shared: Shared): Promise<string> {
  await readStatus(apiOf(), shared);
  return asked.at(-1)?.text ?? '';
}

const ownerProofOf = (text: string): string => /ownerProof\W+([\w-]{43})/.exec(text)?.[1] ?? '';

/** Changes the JSON reply to one verb. */
const changing =
  (verb: string, change: (body: Record<string, unknown>) => Record<string, unknown>): Meddle =>
  async (path, response) =>
    path.endsWith(`/${verb}`) ? Response.json(change((await response.json()) as Record<string, unknown>)) : response;

/** Changes the reply to `open`. */
const changingOpen =
  (change: (head: unknown, sealed: Uint8Array<ArrayBuffer>) => [unknown, Uint8Array]): Meddle =>
  async (path, response) => {
    if (!path.endsWith('/open')) return response;
    const frame = decodeFrame(new Uint8Array(await response.arrayBuffer()));
    if (!frame) throw new Error('no frame');
    return new Response(encodeFrame(...change(frame.head, frame.tail)), { headers: response.headers });
  };

const flipped = (bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

group('a hostile server', () => {
  const preambleOf = async (shared: Shared) => (await describe(apiOf(), recipientOf(shared))).preamble ?? '';

  test.each([
    ['version', 0],
    ['purpose', 1],
    ['kdf', 2],
    ['salt', 3],
    ['id', 50],
    ['tag', 82],
  ])('that changes the %s of a preamble is refused before the password is requested', async (_name, at) => {
    const shared = await share({ password: 'p' });
    const preamble = toBase64url(flipped(fromBase64url(await preambleOf(shared)), at));
    const api = apiOf(changing('describe', (body) => ({ ...body, preamble })));
    asked = [];
    expect(await failure(open(shared, { api, password: 'p' }))).toMatchObject({
      name: 'CryptoError',
      code: 'preamble-tag',
    });
    expect(verbsAsked()).toEqual(['describe']);
  });

  test('that withholds the preamble is refused before the password is requested', async () => {
    const shared = await share({ password: 'x' });
    const api = apiOf(changing('describe', ({ preamble: _, ...body }) => body));
    expect(await failure(describe(api, recipientOf(shared)))).toBeInstanceOf(ProtocolError);
  });

  test('that swaps the preamble after describe gets no open proof', async () => {
    const [shared, other] = [await share(), await share()];
    const description = { ...(await describe(apiOf(), recipientOf(shared))), preamble: await preambleOf(other) };
    asked = [];
    const claim = newClaim();
    const opening = openShare(apiOf(), { ...recipientOf(shared), description, claim, kdf });
    expect(await failure(opening)).toMatchObject({ code: 'preamble-tag' });
    expect(asked).toEqual([]);
  });

  test('cannot add or remove the password of a link', async () => {
    for (const password of ['p', undefined]) {
      const shared = await share({ password });
      const recipient = recipientOf(shared);
      const type = password ? LinkType.share : LinkType.sharePassword;
      expect(await failure(describe(apiOf(), { ...recipient, type }))).toMatchObject({ code: 'preamble-kdf' });
    }
  });

  test('cannot substitute the content', async () => {
    const other: { sealed?: Uint8Array } = {};
    await open(await share({ text: 'other' }), {
      api: apiOf(changingOpen((head, sealed) => [head, (other.sealed = sealed)])),
    });
    const shared = await share({ maxViews: 0 });
    const changes: ((sealed: Uint8Array<ArrayBuffer>) => Uint8Array)[] = [
      () => other.sealed ?? new Uint8Array(),
      () => new Uint8Array(),
      (sealed) => sealed.subarray(0, -1),
      (sealed) => sealed.subarray(0, 32),
      (sealed) => new Uint8Array([...sealed, 0]),
      (sealed) => new Uint8Array(sealed.length),
      ...[0, 31, 32, 500, 1055, 1056, 1071].map((at) => (sealed: Uint8Array<ArrayBuffer>) => flipped(sealed, at)),
    ];
    for (const change of changes) {
      const api = apiOf(changingOpen((head, sealed) => [head, change(sealed)]));
      expect(await failure(open(shared, { api }))).toBeInstanceOf(CryptoError);
    }
  });

  test('that breaks the terms is reported to the reader', async () => {
    const shared = await share({ maxViews: 2 });
    const terms = { createdAt: now, expiresAt: now + 3600, maxViews: 2 };
    const lies: Meddle[] = [
      changing('describe', (body) => ({ ...body, expiresAt: now + 999_999 })),
      changing('describe', (body) => ({ ...body, maxViews: 0, viewsLeft: null })),
      changingOpen((head, sealed) => [{ ...(head as object), viewsLeft: 2 }, sealed]),
      changingOpen((head, sealed) => [{ ...(head as object), viewsLeft: null }, sealed]),
      changingOpen((head, sealed) => [{ ...(head as object), openedAt: now + 3600 }, sealed]),
    ];
    const claim = newClaim();
    for (const lie of lies) expect((await open(shared, { api: apiOf(lie), claim })).mismatch).toEqual(terms);
    expect((await open(shared, { claim })).mismatch).toBeUndefined();
  });

  test('that changes the expiry of a new share is detected', async () => {
    const api = apiOf(async (path, response) =>
      path.endsWith('/config') ? response : Response.json({ ...(await response.json()), expiresAt: now + 1 }),
    );
    expect(await failure(share({}, api))).toBeInstanceOf(ProtocolError);
  });

  test.each(['https://evil.example/', 'javascript:alert(1)//', 'https://user@sotto.example/', 'nothing', ''])(
    'cannot have links begin with %j',
    async (publicUrl) => {
      const api = apiOf(changing('config', (body) => ({ ...body, publicUrl })));
      const shared = await share({}, api);
      const links = [shared.link, shared.linkWithoutKey, shared.manageLink];
      expect(links.map((link) => link.startsWith(baseUrl))).toEqual([true, true, true]);
    },
  );

  test('that omits a status from a batch is detected', async () => {
    const shared = await share();
    const api = apiOf(changing('status', () => ({ statuses: [] })));
    expect(await failure(readStatuses(api, [shared]))).toBeInstanceOf(ProtocolError);
  });
});

test('the server’s clock measures the time between preparing and sending', async () => {
  const prepared = await prepareShare(apiOf(), { text: 'x', maxViews: 1, ttlSeconds: 60, kdf });
  now += 3600;
  expect(await failure(prepared.send())).toMatchObject({ name: 'ApiError', code: 'terms-refused' });
});
