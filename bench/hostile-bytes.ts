import { FEW_BYTES, MANY_BYTES, measureCosts } from '#server/testing/cpu-cost.ts';
import type { Sent } from '#server/testing/cpu-cost.ts';
import { byteByByte, hostileRequests, inOtherHeaders, toBytes } from '#server/testing/hostile-requests.ts';
import type { Route } from '#server/testing/hostile-requests.ts';
import { openHostileService } from '#server/testing/hostile-service.ts';
import { RawConnection } from '#server/testing/raw-connection.ts';
import { listen } from '#server/http/listen.ts';
import { silentLog } from '#server/http/log.ts';
import { startContender } from './servers.ts';
import { median, printTable } from './table.ts';

/** Processor time that any one hostile request may cost, in milliseconds, on any route. */
const MAX_MS = 2;
const SHOWN = 12;
const ATTACKERS = 4;
const ATTACK_SECONDS = 4;
const PACE_MS = 5;

/**
 * Sends hostile requests to every route, and in every header that the service reads, over one connection. Client and
 * server share this process, so a cost includes both. Bodies sent in one-byte HTTP chunks come last: most of their
 * time is spent in Node's parser.
 * @returns whether every request stays within the limit
 */
export async function benchHostileBytes(): Promise<boolean> {
  await using service = await openHostileService();
  const listening = await listen(service.app, service.deps.config, silentLog);
  await listening.loaded;
  const connection = new RawConnection(listening.port);
  const over = (route: Route): Sent[] =>
    [...hostileRequests(route), ...inOtherHeaders(route)].map(({ name, at }) => ({
      name: `${route.method} ${route.path}  ${name}`,
      send: (bytes) => connection.ask(toBytes(at(bytes))),
    }));
  const sent = service.routes.flatMap(over);
  const costs = await measureCosts(sent);
  const chunked = await measureCosts(
    service.routes
      .filter(({ method }) => method !== 'GET')
      .map((route) => ({
        name: `${route.method} ${route.path}  one byte per chunk`,
        send: (bytes) => connection.ask(byteByByte(route, bytes)),
      })),
  );
  connection.close();
  await listening.drain();
  printTable(
    `${sent.length.toLocaleString('en')} hostile requests on ${service.routes.length} routes, most expensive first`,
    [
      ['', `${MANY_BYTES} bytes`, `${FEW_BYTES} bytes`],
      ...[...costs.slice(0, SHOWN), ...chunked.slice(0, 1)].map(({ name, ms, fewerMs }) => [
        name,
        `${ms.toFixed(2)} ms`,
        `${fewerMs.toFixed(2)} ms`,
      ]),
      ['limit', `${MAX_MS} ms`, ''],
    ],
  );
  return [...costs, ...chunked].every(({ ms }) => ms <= MAX_MS);
}

const attacks = {
  'no attack': undefined,
  'a Content-Type of blanks': `PUT /api/shares/${'x'.repeat(22)}/parts/0 HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/octet-stream;${' '.repeat(15_500)}x\r\ncontent-length: 0\r\n\r\n`,
  'a path of slashes': `GET ${'/'.repeat(15_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  'a path of broken UTF-8': `POST /api/shares/${'%ff-'.repeat(3_700)}/open HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 0\r\n\r\n`,
} as const;

/** Measures how long another client waits while one client attacks over four connections. */
export async function benchAttack(): Promise<void> {
  const rows = [['', 'median', 'longest', 'attacks per second']];
  for (const [name, attack] of Object.entries(attacks)) {
    const server = await startContender('product');
    const { waits, attacked } = await underAttack(server.port, attack);
    await server.stop();
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    rows.push([name, ms(median(waits)), ms(Math.max(...waits)), (attacked / ATTACK_SECONDS).toFixed(0)]);
  }
  printTable(`GET /api/config while one client attacks over ${ATTACKERS} connections`, rows);
}

async function underAttack(port: number, attack?: string): Promise<{ waits: number[]; attacked: number }> {
  const until = performance.now() + ATTACK_SECONDS * 1000;
  let attacked = 0;
  const attackers = Array.from({ length: attack === undefined ? 0 : ATTACKERS }, async () => {
    const connection = new RawConnection(port);
    const bytes = Buffer.from(attack ?? '', 'latin1');
    while (performance.now() < until) {
      await connection.ask(bytes);
      attacked++;
    }
    connection.close();
  });
  const waits: number[] = [];
  const asking = new RawConnection(port);
  const question = Buffer.from('GET /api/config HTTP/1.1\r\nhost: localhost\r\n\r\n');
  while (performance.now() < until || waits.length === 0) {
    const started = performance.now();
    await asking.ask(question);
    waits.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PACE_MS));
  }
  asking.close();
  await Promise.all(attackers);
  return { waits, attacked };
}

if (import.meta.main) {
  const isCheap = await benchHostileBytes();
  await benchAttack();
  if (!isCheap) process.exitCode = 1;
}
