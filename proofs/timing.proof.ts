import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { guesses } from '#server/testing/guesses.ts';
import type { Guess } from '#server/testing/guesses.ts';
import { requestFrame } from '#server/testing/every-route.ts';
import { createFrame } from '#server/testing/test-app.ts';
import { TestRequestOf } from '#server/testing/test-request.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import { claimHashOf, mailEnv, newPeople } from './rig/named-people.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';

/**
 * The time of a refusal reveals nothing to someone who has only an id, nor the time of a code request to someone who has
 * the link. `npm test` traces the statements of every route, which
 * shows the same without chance; here times are measured, with real processes over HTTP.
 */
const SAMPLES = bySize({ ci: 60, full: 1000 });
/** Code requests, for a named address and for others. */
const REQUESTS = bySize({ ci: 60, full: 2000 });
/** A person gets no more mails than these. */
const REQUESTS_EACH = 10;
const ANSWERS = 50;
const OPENINGS = bySize({ ci: 20, full: 100 });
/** The probability that any comparison, on either database, is called different by chance. */
const SIGNIFICANCE = 0.001;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

afterAll(() => agent.destroy());

interface Sent {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** @returns milliseconds, and the status */
async function send({ port, method, path, type, bytes }: Sent): Promise<{ ms: number; status: number }> {
  const headers = { 'content-type': type, 'content-length': bytes.length };
  const started = performance.now();
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request({ agent, port, path, method, headers, host: '127.0.0.1' }, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
  return { ms: performance.now() - started, status };
}

function sentOf(port: number, [method, path, { json, bytes }]: ReturnType<Guess>): Sent {
  const body = bytes ?? Buffer.from(JSON.stringify(json));
  return { port, method, path, type: bytes ? 'application/octet-stream' : 'application/json', bytes: body };
}

/** The most telling records: a share that was opened often, and a request with many answers. */
async function makeRecords(port: number): Promise<Record<'share' | 'request', string>> {
  const now = Math.floor(Date.now() / 1000);
  const put = async (path: string, bytes: Uint8Array<ArrayBuffer>) =>
    expect((await send(sentOf(port, ['PUT', path, { bytes }]))).status).toBe(201);
  const share = new TestShare(now, { maxViews: 0 });
  await put(`/api/shares/${encodeId(share.id)}`, createFrame(share));
  const { linkProof, openProof } = share;
  for (let opened = 0; opened < OPENINGS; opened++) {
    const json = { linkProof, openProof, claim: secret() };
    await send(sentOf(port, ['POST', `/api/shares/${encodeId(share.id)}/open`, { json }]));
  }
  const asked = new TestRequestOf(now, { maxAnswers: ANSWERS });
  await put(`/api/requests/${encodeId(asked.id)}`, requestFrame(asked));
  for (let answers = 0; answers < ANSWERS; answers++) {
    const answer = asked.answer(now);
    await put(`/api/shares/${encodeId(answer.id)}`, createFrame(answer));
  }
  return { share: encodeId(share.id), request: encodeId(asked.id) };
}

/** In random order, so that other load affects both alike. */
async function timesOf(port: number, guess: Guess, id: string): Promise<[there: number[], unknown: number[]]> {
  const [there, unknown]: [number[], number[]] = [[], []];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const turns = [
      { times: there, asked: id },
      { times: unknown, asked: encodeId(randomBytes(16)) },
    ].toSorted(() => Math.random() - 0.5);
    for (const { times, asked } of turns) {
      const request = guess(asked);
      const { ms, status } = await send(sentOf(port, request));
      expect([200, 404], request[1]).toContain(status);
      times.push(ms);
    }
  }
  return [there, unknown];
}

/** The Kolmogorov–Smirnov statistic: the greatest distance between the two distributions. */
function distance(one: readonly number[], other: readonly number[]): number {
  const sorted = [one, other].map((times) => times.toSorted((a, b) => a - b)) as [number[], number[]];
  let [i, j, greatest] = [0, 0, 0];
  while (i < sorted[0].length && j < sorted[1].length) {
    const [a = 0, b = 0] = [sorted[0][i], sorted[1][j]];
    if (a <= b) i++;
    if (b <= a) j++;
    greatest = Math.max(greatest, Math.abs(i / sorted[0].length - j / sorted[1].length));
  }
  return greatest;
}

/** The distance that two samples of that size exceed by chance with this probability. */
const critical = (level: number, samples: number): number =>
  Math.sqrt(-Math.log(level / 2) / 2) * Math.sqrt(2 / samples);

const refusals = Object.values(guesses).flat();
/** Every comparison on every database: the refusals, code requests and wrong codes. */
const LEVEL = SIGNIFICANCE / ((refusals.length + 2) * storeKinds.length);

type Pair = [named: number[], stranger: number[]];

/** In random order, and in turn on the same shares. */
async function timesOfRequests(port: number): Promise<{ requests: Pair; wrongCodes: Pair }> {
  const [requests, wrongCodes]: [Pair, Pair] = [
    [[], []],
    [[], []],
  ];
  for (let made = 0; made < REQUESTS; made += REQUESTS_EACH) {
    const [named = '', stranger = ''] = newPeople(2);
    const share = new TestShare(Math.floor(Date.now() / 1000), { people: [named] });
    const path = `/api/shares/${encodeId(share.id)}`;
    expect((await send(sentOf(port, ['PUT', path, { bytes: createFrame(share) }]))).status).toBe(201);
    for (let sample = 0; sample < REQUESTS_EACH; sample++) {
      const turns = [
        { address: named, kind: 0 as const },
        { address: stranger, kind: 1 as const },
      ].toSorted(() => Math.random() - 0.5);
      for (const { address, kind } of turns) {
        const [claim, { linkProof, openProof }] = [secret(), share];
        const claimHash = toBase64url(claimHashOf(claim));
        const asked = { linkProof, claimHash, address, locale: 'en' };
        const request = await send(sentOf(port, ['POST', `${path}/code`, { json: asked }]));
        const wrong = { linkProof, openProof, claim, code: '12345678' };
        const wrongCode = await send(sentOf(port, ['POST', `${path}/open`, { json: wrong }]));
        expect([request.status, wrongCode.status]).toEqual([202, 403]);
        requests[kind].push(request.ms);
        wrongCodes[kind].push(wrongCode.ms);
      }
    }
  }
  return { requests, wrongCodes };
}

test('the distance is the greatest distance between the two distributions', () => {
  expect(distance([1, 2, 3, 4], [5, 6, 7, 8])).toBe(1);
  expect(distance([1, 2, 3, 4], [1, 2, 3, 4])).toBe(0);
  expect(distance([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5);
});

test('the time of a refusal does not reveal whether an id exists', async () => {
  const bound = critical(LEVEL, SAMPLES);
  const told: string[] = [];
  for (const kind of storeKinds) {
    const store = await makeStore(kind);
    const server = await startServer(store);
    const { port } = server;
    const records = await makeRecords(port);
    for (const guess of refusals) {
      const [method, path] = guess('ID');
      const id = path.startsWith('/api/requests') ? records.request : records.share;
      // Measured again with fresh samples before it counts.
      let far = Infinity;
      for (let tries = 0; tries < 2 && far > bound; tries++) far = distance(...(await timesOf(port, guess, id)));
      if (far > bound) told.push(`${kind} ${method} ${path}: ${far.toFixed(3)}, critical ${bound.toFixed(3)}`);
    }
    await server.end('SIGTERM');
    await store.remove();
  }
  expect(told).toEqual([]);
});

test('the time of a code request, and of a wrong code, does not reveal whether the address is named', async () => {
  const bound = critical(LEVEL, REQUESTS);
  const told: string[] = [];
  for (const kind of storeKinds) {
    const store = await makeStore(kind);
    const server = await startServer({ env: await mailEnv(store) });
    let far = { requests: Infinity, wrongCodes: Infinity };
    for (let tries = 0; tries < 2 && Math.max(far.requests, far.wrongCodes) > bound; tries++) {
      const { requests, wrongCodes } = await timesOfRequests(server.port);
      // Each counts only if it is far both times.
      far = {
        requests: Math.min(far.requests, distance(...requests)),
        wrongCodes: Math.min(far.wrongCodes, distance(...wrongCodes)),
      };
    }
    for (const [what, measured] of Object.entries(far)) {
      if (measured > bound) told.push(`${kind} ${what}: ${measured.toFixed(3)}, critical ${bound.toFixed(3)}`);
    }
    await server.end('SIGTERM');
    await store.remove();
  }
  expect(told).toEqual([]);
});
