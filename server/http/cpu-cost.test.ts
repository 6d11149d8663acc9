import { afterAll, beforeAll, expect, test } from 'vitest';
import { FEW_BYTES, MANY_BYTES, measureCosts } from '#server/testing/cpu-cost.ts';
import type { Cost, Sent } from '#server/testing/cpu-cost.ts';
import { byteByByte, hostileRequests, inOtherHeaders, toBytes, toRequest } from '#server/testing/hostile-requests.ts';
import type { HostileRequest, Route } from '#server/testing/hostile-requests.ts';
import { openHostileService } from '#server/testing/hostile-service.ts';
import type { HostileService } from '#server/testing/hostile-service.ts';
import { RawConnection } from '#server/testing/raw-connection.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { silentLog } from './log.ts';
import { READ_HEADERS } from './request-context.ts';

/** Processor time that one request may cost before it has shown any proof. */
const MAX_MS = 2;
/** Nearly four times the bytes may cost nearly four times as much. The rest is a margin for a busy machine. */
const MAX_GROWTH = (MANY_BYTES / FEW_BYTES) * 1.7;
/** Smaller costs are too coarse to compare. */
const COMPARABLE_MS = 0.5;

let service: HostileService;
let listening: Listening;

beforeAll(async () => {
  service = await openHostileService();
  listening = await listen(service.app, service.deps.config, silentLog);
  await listening.loaded;
});

afterAll(async () => {
  await listening.drain();
  await service[Symbol.asyncDispose]();
});

const env = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };

function* toApp(route: Route): Generator<Sent> {
  for (const { name, at } of hostileRequests(route)) {
    const send = async (bytes: number) => {
      const request = toRequest(at(bytes));
      return request && service.app.fetch(request, env);
    };
    yield { name: `${route.method} ${route.path}, ${name}`, send };
  }
}

const isTooMuch = ({ ms }: Cost) => ms > MAX_MS;
const growsTooFast = ({ ms, fewerMs }: Cost) => ms > COMPARABLE_MS && ms > fewerMs * MAX_GROWTH;
const isFine = (cost: Cost) => !isTooMuch(cost) && !growsTooFast(cost);

async function headersReadBy(route: Route): Promise<Set<string>> {
  const read = new Set<string>(['host']);
  for (const { at } of ofLetters(route)) {
    const request = toRequest(at(10));
    if (request === undefined) continue;
    const { headers } = request;
    const note = (name: string) => {
      read.add(name.toLowerCase());
      return Headers.prototype.get.call(headers, name);
    };
    Object.defineProperty(headers, 'get', { value: note });
    Object.defineProperty(headers, 'has', { value: note });
    await service.app.fetch(request, env);
  }
  return read;
}

test('the list of headers names every header that is read, and no other', async () => {
  const read = await Promise.all(service.routes.map(headersReadBy));
  expect([...new Set(read.flatMap((names) => [...names]))].sort()).toEqual([...READ_HEADERS].sort());
});

test('only the routes of sessions read a cookie or an origin', async () => {
  const readers: string[] = [];
  for (const route of service.routes) {
    const read = await headersReadBy(route);
    if (read.has('cookie') || read.has('origin')) readers.push(`${route.method} ${route.path}`);
  }
  const verbs = ['begin', 'finish', 'read', 'pass', 'terminal', 'end'];
  expect(readers).toEqual(verbs.map((verb) => `POST /a/b/api/session/${verb}`));
});

function* ofLetters(route: Route): Generator<HostileRequest> {
  for (const request of hostileRequests(route)) if (/letters$|long text$/.test(request.name)) yield request;
}

test('no request costs more than two milliseconds on any route, or grows faster than its bytes', async () => {
  const costs = await measureCosts(
    service.routes.flatMap((route) => [...toApp(route)]),
    { isFine },
  );
  expect(costs.filter((cost) => !isFine(cost))).toEqual([]);
});

/** One route of each kind. Node's costs and the check of the head are the same on all routes. */
const kinds: readonly Route[] = [
  { method: 'GET', path: '/a/b/s/:id' },
  { method: 'POST', path: '/a/b/api/shares/:id/open' },
  { method: 'PUT', path: '/a/b/api/shares/:id/parts/:part' },
];

test('the same holds over a connection, including headers that only Node reads', async () => {
  const connection = new RawConnection(listening.port);
  const sent = kinds.flatMap((route) =>
    [...hostileRequests(route), ...inOtherHeaders(route)].map(({ name, at }) => ({
      name: `${route.method} ${route.path}, ${name}`,
      send: (bytes: number) => connection.ask(toBytes(at(bytes))),
    })),
  );
  const costs = await measureCosts(sent, { isFine });
  connection.close();
  expect(costs.filter((cost) => !isFine(cost))).toEqual([]);
});

test('the cost of a body sent byte by byte grows no faster than its bytes', async () => {
  const connection = new RawConnection(listening.port);
  const costs = await measureCosts(
    service.routes
      .filter(({ method }) => method === 'PUT')
      .map((route) => ({
        name: `${route.method} ${route.path}`,
        send: (bytes: number) => connection.ask(byteByByte(route, bytes * 2)),
      })),
    { isFine: (cost) => !growsTooFast(cost) },
  );
  connection.close();
  expect(costs.filter(growsTooFast)).toEqual([]);
});
