import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeFrame } from '#server/http/frame.ts';
import type { Log } from '#server/http/log.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp, TestRequest } from '#server/testing/test-app.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';

let app: TestApp;
let share: TestShare;
const failures: unknown[] = [];
const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (event, fields) => failures.push(event, fields),
};

beforeAll(async () => {
  app = await openTestApp({ log });
  share = await madeShare(app.deps);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  expect(failures).toEqual([]);
});

async function expectProblem(response: Response, status: number, code: string, name: string): Promise<void> {
  expect([response.status, response.headers.get('content-type')], name).toEqual([status, 'application/problem+json']);
  expect(await response.json(), name).toMatchObject({ type: `urn:sotto:error:${code}`, status, code });
}

const text = (body: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(body);
const asJson = (bytes: Uint8Array<ArrayBuffer>): TestRequest => ({
  bytes,
  headers: { 'content-type': 'application/json' },
});
const right = () => ({ linkProof: share.linkProof, openProof: share.openProof, claim: secret() });

test('bytes that are not a message are malformed', async () => {
  const message = JSON.stringify(right());
  const bodies: Record<string, Uint8Array<ArrayBuffer>> = {
    empty: text(''),
    space: text('   '),
    null: text('null'),
    true: text('true'),
    number: text('1e999'),
    string: text('"a"'),
    array: text('[]'),
    'a message in an array': text(`[${message}]`),
    'cut off': text(message.slice(0, -1)),
    'two messages': text(message + message),
    'a comment': text(`${message}//`),
    'single quotes': text(message.replaceAll('"', "'")),
    'deep array': text('['.repeat(1000)),
    'deep array, closed': text('['.repeat(1000) + ']'.repeat(1000)),
    'deep object': text('{"a":'.repeat(300) + '1' + '}'.repeat(300)),
    'NUL bytes': new Uint8Array(100),
    'byte order mark': new Uint8Array([0xef, 0xbb, 0xbf, ...text(message)]),
    'UTF-16': new Uint8Array(Buffer.from(message, 'utf16le')),
    'not UTF-8': new Uint8Array([...text(message.slice(0, -1)), 0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    'overlong UTF-8': new Uint8Array([0xc0, 0xaf]),
    'surrogate in UTF-8': new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
  };
  for (const [name, bytes] of Object.entries(bodies)) {
    await expectProblem(await app.ask('POST', sharePath(share, 'open'), asJson(bytes)), 400, 'malformed', name);
  }
});

test('a message with wrong, missing or unknown members is malformed', async () => {
  const other = (members: object) => ({ ...right(), ...members });
  const messages: Record<string, unknown> = {
    'empty object': {},
    'a missing member': { linkProof: share.linkProof, openProof: share.openProof },
    'an unknown member': other({ admin: true }),
    'a member named constructor': JSON.parse(`{"constructor":1,${JSON.stringify(right()).slice(1)}`) as unknown,
    'a member named __proto__': JSON.parse(`{"__proto__":{"a":1},${JSON.stringify(right()).slice(1)}`) as unknown,
    null: other({ claim: null }),
    number: other({ claim: 5 }),
    array: other({ claim: [secret()] }),
    object: other({ claim: { toString: 'x' } }),
    short: other({ claim: secret().slice(1) }),
    long: other({ claim: `${secret()}A` }),
    padded: other({ claim: `${secret().slice(0, -1)}=` }),
    'plain base64': other({ claim: `+/${secret().slice(2)}` }),
    'non-zero trailing bits': other({ claim: `${secret().slice(0, -1)}B` }),
    'line break': other({ claim: `${secret().slice(0, -1)}\n` }),
    'digits outside ASCII': other({ claim: '٠'.repeat(43) }),
    NUL: other({ claim: '\0'.repeat(43) }),
    'lone surrogate': other({ claim: '\ud800'.repeat(43) }),
  };
  for (const [name, json] of Object.entries(messages)) {
    await expectProblem(await app.ask('POST', sharePath(share, 'open'), { json }), 400, 'malformed', name);
  }
  for (const json of [
    { shares: null },
    { shares: {} },
    { shares: [null] },
    { shares: [{ id: 'a' }] },
    { shares: [{ id: 'none', ownerProof: secret() }] },
    { shares: Array(101).fill({ id: 'a', ownerProof: secret() }) },
  ]) {
    await expectProblem(
      await app.ask('POST', '/api/shares/status', { json }),
      400,
      'malformed',
      JSON.stringify(json).slice(0, 40),
    );
  }
});

test('only the documented media types and encodings are accepted', async () => {
  const bytes = text(JSON.stringify(right()));
  const types = [
    'text/plain',
    'application/jsonp',
    'application/problem+json',
    'application/json, text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; version=1',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/octet-stream',
    '',
  ];
  for (const type of types) {
    const request = { bytes, headers: { 'content-type': type } };
    await expectProblem(await app.ask('POST', sharePath(share, 'open'), request), 415, 'unsupported-media-type', type);
  }
  for (const encoding of ['gzip', 'br', 'identity, gzip', 'x']) {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    const response = await app.ask('POST', sharePath(share, 'open'), { bytes, headers });
    await expectProblem(response, 415, 'unsupported-media-type', encoding);
  }
  await expectProblem(await app.ask('POST', sharePath(share, 'open')), 415, 'unsupported-media-type', 'no body');
  const create = { bytes: createFrame(share), headers: { 'content-type': 'application/json' } };
  await expectProblem(await app.ask('PUT', sharePath(share), create), 415, 'unsupported-media-type', 'create');
});

test.each([
  'application/json',
  'Application/JSON',
  'application/json;charset=UTF-8',
  'application/json; charset="utf-8" ;',
])('JSON may be labelled %s', async (type) => {
  const bytes = text(JSON.stringify({ linkProof: share.linkProof }));
  expect(
    (await app.ask('POST', sharePath(share, 'describe'), { bytes, headers: { 'content-type': type } })).status,
  ).toBe(200);
});

/** Counts how much of it was read. */
function chunks(count: number, bytesEach: number) {
  const taken = { chunks: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (taken.chunks === count) controller.close();
        else {
          taken.chunks++;
          controller.enqueue(new Uint8Array(bytesEach).fill(0x20));
        }
      },
      cancel: () => {
        taken.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, taken };
}

test('a body whose stated length is too long is refused unread', async () => {
  for (const [method, path, type] of [
    ['POST', sharePath(share, 'open'), 'application/json'],
    ['PUT', sharePath(share), 'application/octet-stream'],
  ] as const) {
    const { stream, taken } = chunks(1000, 1_000_000);
    const headers = { 'content-type': type, 'content-length': '1000000000' };
    await expectProblem(await app.ask(method, path, { stream, headers }), 413, 'too-large', path);
    expect(taken.chunks).toBe(0);
  }
});

test('a body of unstated length is read only up to the limit', async () => {
  const { stream, taken } = chunks(1000, 100_000);
  const headers = { 'content-type': 'application/octet-stream' };
  await expectProblem(await app.ask('PUT', sharePath(share), { stream, headers }), 413, 'too-large', 'create');
  expect(taken.chunks).toBeLessThan(12);
  const small = chunks(1000, 1000);
  const json = { stream: small.stream, headers: { 'content-type': 'application/json' } };
  await expectProblem(await app.ask('POST', sharePath(share, 'open'), json), 413, 'too-large', 'open');
  // 2 KB, and a pass of 8 KB.
  expect(small.taken.chunks).toBeLessThan(13);
});

test('a body of unstated length within the limit is read', async () => {
  const made = new TestShare(app.testStore.clock.now());
  const frame = createFrame(made);
  const stream = new Blob([frame]).stream();
  const headers = { 'content-type': 'application/octet-stream' };
  expect((await app.ask('PUT', sharePath(made), { stream, headers })).status).toBe(201);
});

test.each(['-1', '1e3', '0x10', '1.5', '99999999999999999999'])(
  'a stated body length of %s is refused',
  async (length) => {
    const { stream, taken } = chunks(3, 10);
    const headers = { 'content-type': 'application/json', 'content-length': length };
    const response = await app.ask('POST', sharePath(share, 'open'), { stream, headers });
    expect([400, 413]).toContain(response.status);
    expect(taken.chunks).toBe(0);
  },
);

test('a truncated body is malformed', async () => {
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('gone')),
  });
  const request = { stream, headers: { 'content-type': 'application/json' } };
  await expectProblem(await app.ask('POST', sharePath(share, 'open'), request), 400, 'malformed', 'cut');
});

test('a frame whose parts do not match is malformed', async () => {
  const fresh = new TestShare(app.testStore.clock.now());
  const { head, note, sealed } = fresh.toCreate;
  const tail = Buffer.concat([note, sealed]);
  const frames: Record<string, Uint8Array<ArrayBuffer>> = {
    empty: new Uint8Array(0),
    'three bytes': new Uint8Array(3),
    'a head longer than the frame': new Uint8Array([0, 0, 1, 0, 0x7b, 0x7d]),
    'a head of 4 GiB': new Uint8Array([255, 255, 255, 255, 0x7b, 0x7d]),
    'an empty head': new Uint8Array(4),
    'a head that is null': encodeFrame(null, tail),
    'a head that is a list': encodeFrame([head], tail),
    'an unknown member': encodeFrame({ ...head, owner: 1 }, tail),
    'a negative count': encodeFrame({ ...head, maxViews: -1 }, tail),
    'half a view': encodeFrame({ ...head, maxViews: 0.5 }, tail),
    'a count as text': encodeFrame({ ...head, maxViews: '1' }, tail),
    'too many views': encodeFrame({ ...head, maxViews: 101 }, tail),
    'zero attempts': encodeFrame({ ...head, attemptLimit: 0 }, tail),
    'a time beyond safe integers': encodeFrame({ ...head, expiresAt: 1e300 }, tail),
    'an unknown end': encodeFrame({ ...head, onLimit: 'burn' }, tail),
    'a note longer than the tail': encodeFrame({ ...head, noteBytes: 4096 }, note),
    'no sealed bytes': encodeFrame(head, note),
    'an empty tail': encodeFrame(head, new Uint8Array(0)),
    'a preamble of another share': encodeFrame({ ...head, preamble: share.toCreate.head.preamble }, tail),
    'a preamble of zeros': encodeFrame({ ...head, preamble: 'A'.repeat(111) }, tail),
  };
  for (const [name, bytes] of Object.entries(frames)) {
    await expectProblem(await app.ask('PUT', sharePath(fresh), { bytes }), 400, 'malformed', name);
  }
  expect((await app.ask('PUT', sharePath(fresh), { bytes: createFrame(fresh) })).status).toBe(201);
});

test('sealed bytes over the limit are refused by their length', async () => {
  const fresh = new TestShare(app.testStore.clock.now(), { sealedBytes: app.deps.config.limits.maxSealedBytes + 1 });
  const response = await app.ask('PUT', sharePath(fresh), { bytes: createFrame(fresh) });
  expect([413, 422]).toContain(response.status);
});

test('paths of arbitrary bytes get a 404', async () => {
  const paths = [
    '/%00',
    '/%',
    '/%zz',
    '/%ff%fe',
    '/..%2f..%2fetc%2fpasswd',
    '/api/shares/%',
    '/api/shares//describe',
    '/api//shares',
    '/a\\b',
    '//evil.example/',
    `/${'a'.repeat(9000)}`,
    '/__proto__',
    '/constructor',
    '/api/shares/a/toString',
  ];
  for (const path of paths) {
    const response = await app.ask('GET', path);
    expect([404, 405], path).toContain(response.status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  }
});

test('a claim on one share has no effect on another, and a client’s wrong clock changes no times', async () => {
  const other = await madeShare(app.deps);
  const claim = secret();
  await other.open(app.deps, claim);
  const body = { linkProof: share.linkProof, claim };
  const replayed = await app.ask('POST', sharePath(share, 'acknowledge'), { json: body });
  await expectProblem(replayed, 409, 'lease-over', 'replayed');
  const crossed = { linkProof: other.linkProof, claim };
  await expectProblem(
    await app.ask('POST', sharePath(share, 'acknowledge'), { json: crossed }),
    404,
    'not-found',
    'crossed',
  );
  const headers = {
    date: 'Thu, 01 Jan 1970 00:00:00 GMT',
    'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
    'x-http-method-override': 'DELETE',
  };
  const described = await app.ask('POST', sharePath(share, 'describe'), {
    json: { linkProof: share.linkProof },
    headers,
  });
  expect(await described.json()).toMatchObject({ state: 'live', createdAt: app.testStore.clock.now() });
});
