import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attacks } from './hoarding/attacks.ts';
import { startService } from './hoarding/service.ts';
import { printTable } from './table.ts';

/**
 * Measures how much one client can take from all others: `node bench/hoarding.ts [CHECKOUT]` (default: this checkout).
 * Each attack lasts 45 seconds. An attack that sends a body sends one byte every two seconds.
 */
const checkout = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const HELD_SECONDS = 45;
const DRIP_SECONDS = 2;

const rows: (string | number)[][] = [['attack', 'another client', `connections left after ${HELD_SECONDS} s`]];
for (const { name, drips, run } of attacks) {
  const service = await startService(checkout);
  const { others, sockets } = await run(service.port);
  for (let i = 0; sockets.length > 0 && i < HELD_SECONDS / DRIP_SECONDS; i++) {
    await delay(DRIP_SECONDS * 1000);
    if (drips) for (const socket of sockets) socket.write('x');
  }
  const connections = () => sockets.filter((socket) => !socket.closed && !socket.readableEnded).length;
  // A socket notices that it was closed only when it is read.
  for (const socket of sockets) socket.resume();
  await delay(sockets.length > 0 ? 2000 : 0);
  rows.push([name, others, sockets.length === 0 ? '' : `${connections()} of ${sockets.length}`]);
  for (const socket of sockets) socket.destroy();
  await service.stop();
}
printTable(`Hoarding, against ${checkout}`, rows);
